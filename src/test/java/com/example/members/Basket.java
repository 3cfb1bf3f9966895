package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Remove;
import jakarta.ejb.Stateful;
import jakarta.inject.Inject;
import java.io.Serializable;

/** A stateful EJB. */
@Stateful
@RoutedReads
@SuppressWarnings("serial") // What is injected is a serializable proxy.
public class Basket implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    Reads reads;

    @Inject
    Ends ends;

    private String atStart = "";

    @PostConstruct
    void look() {
        atStart = reads.reason();
    }

    public String atStart() {
        return atStart;
    }

    public String now() {
        return reads.reason();
    }

    @Remove
    public void end() {}

    @PreDestroy
    void leave() {
        ends.told(reads.reason());
    }
}
