package com.example.waiting.refused;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;

/** Must not be deployed. */
@ApplicationScoped
public class BadWait {

    @RoutedReads(waitMillis = -2)
    public void read() {
        // The annotation alone is wrong.
    }
}
