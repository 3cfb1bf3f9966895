package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import java.io.Serializable;

/** A bean of a scope that is passivated. */
@SessionScoped
@RoutedReads
@SuppressWarnings("serial") // What is injected is a serializable proxy.
public class Seats implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    Reads reads;

    private String atStart = "";

    @PostConstruct
    void look() {
        atStart = reads.reason();
    }

    /** {@return the route of {@code @PostConstruct}} */
    public String atStart() {
        return atStart;
    }

    public String now() {
        return reads.reason();
    }
}
