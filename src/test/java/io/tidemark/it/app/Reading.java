package io.tidemark.it.app;

import jakarta.persistence.EntityManager;

/** Some reads of a persistence context. */
public interface Reading {

    void from(EntityManager entities);
}
