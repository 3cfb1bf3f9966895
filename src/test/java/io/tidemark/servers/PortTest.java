package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortTest {

    /** The first port that Linux chooses for a connection; macOS begins at 49152. */
    private static final int FIRST_OF_THE_SYSTEM = 32_768;

    @Test
    void aFreePortIsNeverTheSystemsChoiceForAConnectionAndIsGivenOnce() throws IOException {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            int port = Port.anyFree();
            assertTrue(port < FIRST_OF_THE_SYSTEM, () -> port + " may become a connection's");
            assertTrue(given.add(port), () -> port + " is given twice");
        }
    }
}
