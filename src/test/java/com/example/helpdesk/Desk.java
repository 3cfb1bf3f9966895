package com.example.helpdesk;

import io.tidemark.RoutedReads;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** The operations on tickets: the facade for page, resources, messages, timer and batch. */
@Stateless
@RoutedReads
public class Desk {

    @PersistenceContext
    EntityManager entities;

    @Inject
    JMSContext messages;

    @Resource(lookup = HelpdeskApplication.CLASSIFY)
    Queue toClassify;

    @Resource(lookup = HelpdeskApplication.ESTIMATE)
    Queue toEstimate;

    public long open(String owner, String title) {
        Ticket ticket = new Ticket(owner, title);
        entities.persist(ticket);
        entities.flush();
        return ticket.getId();
    }

    public List<Ticket> of(String owner) {
        return entities.createQuery("SELECT t FROM Ticket t WHERE t.owner = :owner ORDER BY t.id", Ticket.class)
                .setParameter("owner", owner)
                .getResultList();
    }

    public long count() {
        return entities.createQuery("SELECT count(t) FROM Ticket t", Long.class).getSingleResult();
    }

    /** Has all of an owner's tickets classified, and then estimated. */
    public void triage(String owner) {
        of(owner).forEach(ticket -> messages.createProducer().send(toClassify, Long.valueOf(ticket.getId())));
    }

    public void classify(long id) {
        entities.find(Ticket.class, id).classify();
        messages.createProducer().send(toEstimate, Long.valueOf(id));
    }

    public void estimate(long id) {
        Ticket ticket = entities.find(Ticket.class, id);
        int hours = Optional.ofNullable(entities.find(Category.class, ticket.getCategory()))
                .map(Category::getHours)
                .orElse(0);
        entities.persist(new Estimate(id, hours));
    }

    public List<Long> unbilled() {
        return entities.createQuery("SELECT e FROM Estimate e WHERE e.billed = 0 ORDER BY e.ticket", Estimate.class)
                .getResultStream()
                .map(Estimate::ticket)
                .toList();
    }

    public void bill(long id) {
        entities.find(Estimate.class, id).bill();
    }

    /** Stores how many tickets there are. */
    public void tally() {
        entities.persist(new Tally(count()));
    }
}
