package io.tidemark.chaos;

import java.util.List;

/** All operations, faults, positions and promotions of one run, in any order. */
record History(List<Operation> operations, List<Incident> incidents, List<Sample> samples, List<Promotion> promotions) {

    /** Copies the lists. */
    History {
        operations = List.copyOf(operations);
        incidents = List.copyOf(incidents);
        samples = List.copyOf(samples);
        promotions = List.copyOf(promotions);
    }
}
