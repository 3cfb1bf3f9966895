package com.example.helpdesk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/** A repository, whose callers decide the freshness of its reads. */
@ApplicationScoped
public class Categories {

    @PersistenceContext
    EntityManager entities;

    public List<Category> all() {
        return entities.createQuery("SELECT c FROM Category c ORDER BY c.name", Category.class)
                .getResultList();
    }
}
