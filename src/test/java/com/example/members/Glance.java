package com.example.members;

import jakarta.inject.Inject;

/** The same by a stereotype. */
@Looking
public class Glance extends Looks {

    @Inject
    public Glance(Reads reads, Ends ends) {
        super(reads, ends);
    }
}
