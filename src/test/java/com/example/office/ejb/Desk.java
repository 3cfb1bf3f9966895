package com.example.office.ejb;

import io.tidemark.RoutedReads;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The letters, through Jakarta Persistence. */
@Stateless
@RoutedReads
public class Desk {

    @PersistenceContext(unitName = "office")
    EntityManager letters;

    public long count() {
        return letters.createQuery("SELECT count(l) FROM Letter l", Long.class).getSingleResult();
    }

    public void add() {
        letters.persist(new Letter());
    }
}
