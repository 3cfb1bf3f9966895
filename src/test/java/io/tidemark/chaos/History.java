package io.tidemark.chaos;

import java.util.List;

/** All operations and faults of one run, in any order. */
record History(List<Operation> operations, List<Incident> incidents) {

    /** Copies the lists. */
    History {
        operations = List.copyOf(operations);
        incidents = List.copyOf(incidents);
    }
}
