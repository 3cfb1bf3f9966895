package com.example.members;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** A {@link Visit} that inherits its annotation. */
@Dependent
public class Revisit extends Visit {

    @Inject
    public Revisit(Reads reads, Ends ends) {
        super(reads, ends);
    }
}
