package com.example.members;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The same by what it inherits. */
@Dependent
public class Revisit extends Visit {

    @Inject
    public Revisit(Reads reads, Ends ends) {
        super(reads, ends);
    }
}
