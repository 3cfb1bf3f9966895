package io.tidemark.it.app;

import jakarta.persistence.EntityManager;
import jakarta.transaction.UserTransaction;

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

    /** The same in a transaction that is begun and ended by hand. */
    static void makeByHand(
            UserTransaction transaction, EntityManager entities, long first, long second, int amount, Step between)
            throws Exception {
        transaction.begin();
        try {
            make(entities, first, second, amount, between);
        } catch (Exception failed) {
            transaction.rollback();
            throw failed;
        }
        transaction.commit();
    }
}
