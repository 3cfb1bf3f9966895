package com.example.helpdesk;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import java.io.Serializable;
import java.util.List;

/** Behind {@code tickets.xhtml}. */
@Named
@ViewScoped
@RoutedReads
@SuppressWarnings("serial") // The container injects references that are serializable.
public class TicketsPage implements Serializable {

    private static final long serialVersionUID = 1;

    @Inject
    Categories repository;

    @EJB
    Desk desk;

    @Inject
    SecurityContext security;

    private transient List<Category> categories = List.of();
    private String title = "";

    @PostConstruct
    void read() {
        categories = repository.all();
    }

    public List<Category> getCategories() {
        return categories;
    }

    public List<Ticket> getTickets() {
        return desk.of(user());
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String now) {
        title = now;
    }

    public void open() {
        desk.open(user(), title);
    }

    private String user() {
        return security.getCallerPrincipal().getName();
    }
}
