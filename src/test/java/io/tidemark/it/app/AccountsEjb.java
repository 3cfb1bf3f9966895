package io.tidemark.it.app;

import io.tidemark.RoutedReads;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Routed EJB with container-managed transactions: its interceptors run inside them. */
@Stateless
@RoutedReads
public class AccountsEjb {

    @PersistenceContext
    EntityManager entities;

    /** Leaves both changes to the flush at commit, which comes after the interceptor has returned. */
    public void change(long first, long second, int amount, Step between) throws Exception {
        Changes.make(entities, first, second, amount, between);
    }

    /** Reads as the test specifies. The commit verifies the locks. */
    public void read(Reading reading, Step between) throws Exception {
        reading.from(entities);
        between.run();
    }

    public int amount(long id) {
        return entities.find(Account.class, id).amount();
    }
}
