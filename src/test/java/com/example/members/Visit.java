package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** A bean that reads in its constructor and its lifecycle callbacks. */
@Dependent
@RoutedReads
public class Visit extends Looks {

    @Inject
    public Visit(Reads reads, Ends ends) {
        super(reads, ends);
    }
}
