package com.example.members;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

/** Reads in its constructor and its lifecycle callbacks. */
abstract class Looks {

    private final Reads reads;
    private final Ends ends;
    private final String inConstructor;
    private String atStart = "";

    Looks(Reads reads, Ends ends) {
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
