package com.example.helpdesk;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The rows that the application needs, made when it starts. */
@Singleton
@Startup
public class Seeds {

    @PersistenceContext
    EntityManager entities;

    @Inject
    Categories categories;

    @PostConstruct
    void sow() {
        if (categories.all().isEmpty()) {
            entities.persist(new Category("hardware", 8));
            entities.persist(new Category("access", 1));
            entities.persist(new Ticket("helpdesk", "Put up a sign"));
        }
    }
}
