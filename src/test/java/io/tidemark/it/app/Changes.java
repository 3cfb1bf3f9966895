package io.tidemark.it.app;

import jakarta.persistence.EntityManager;

/** The change of two accounts in one transaction, however that is begun. */
final class Changes {

    private Changes() {}

    static void make(EntityManager entities, long first, long second, int amount, Step between) throws Exception {
        Account one = entities.find(Account.class, first);
        Account other = entities.find(Account.class, second);
        between.run();
        one.amount(amount);
        other.amount(amount);
    }
}
