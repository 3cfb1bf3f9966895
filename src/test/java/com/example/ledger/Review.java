package com.example.ledger;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PreUpdate;

/** Reads another entry before one is updated, to decide whether it may be. */
public class Review {

    @PersistenceContext
    EntityManager entities;

    @PreUpdate
    void review(Entry changed) {
        if (entities.find(Entry.class, -2L) == null) {
            throw new IllegalStateException("No entry to compare with " + changed.id());
        }
    }
}
