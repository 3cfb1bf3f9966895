package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** A bean that reads in its constructor and its lifecycle callbacks. */
@Dependent
@RoutedReads
public class Visit {

    private final Reads reads;
    private final Ends ends;
    private final String inConstructor;
    private String atStart = "";

    @Inject
    public Visit(Reads reads, Ends ends) {
        this.reads = reads;
        this.ends = ends;
        this.inConstructor = reads.reason();
    }

    @PostConstruct
    void look() {
        atStart = reads.reason();
    }

    String begins() {
        return inConstructor + " " + atStart;
    }

    @PreDestroy
    void leave() {
        ends.told(reads.reason());
    }
}
