package io.tidemark.chaos;

import java.util.List;

/** All operations, faults and positions of one run, in any order. */
record History(List<Operation> operations, List<Incident> incidents, List<Sample> samples) {

    /** Copies the lists. */
    History {
        operations = List.copyOf(operations);
        incidents = List.copyOf(incidents);
        samples = List.copyOf(samples);
    }
}
