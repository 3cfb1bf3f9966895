package io.tidemark.it.app;

import io.tidemark.RoutedReads;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.UserTransaction;

/** Routed EJB that begins and ends its transactions itself. */
@Stateless
@RoutedReads
@TransactionManagement(TransactionManagementType.BEAN)
public class AccountsByHandEjb {

    @PersistenceContext
    EntityManager entities;

    @Resource
    UserTransaction transaction;

    public void change(long first, long second, int amount, Step between) throws Exception {
        Changes.makeByHand(transaction, entities, first, second, amount, between);
    }

    public void changeAndRollBack(long id, int amount) throws Exception {
        transaction.begin();
        entities.find(Account.class, id).amount(amount);
        entities.flush();
        transaction.rollback();
    }
}
