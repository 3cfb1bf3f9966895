package com.example.idle;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers without a routed connection, as with a persistence unit that has another provider. */
@ApplicationScoped
@RoutedReads
public class Idle {

    int read() {
        return 1;
    }
}
