package com.example.members;

import jakarta.inject.Inject;

/** A {@link Looks} that is routed by a stereotype. */
@Looking
public class Glance extends Looks {

    @Inject
    public Glance(Reads reads, Ends ends) {
        super(reads, ends);
    }
}
