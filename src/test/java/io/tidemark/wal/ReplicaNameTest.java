package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Tests {@link ReplicaName}. */
class ReplicaNameTest {

    @Test
    void messagesBeginWithTheNameUnlessThereIsALabel() {
        assertEquals("jdbc/replica-a", ReplicaName.of("jdbc/replica-a").label());
        assertEquals("key=jdbc/replica-a", new ReplicaName("jdbc/replica-a", "key=jdbc/replica-a", "replica").label());
    }

    @Test
    void aBlankNameIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ReplicaName.of(" "));
    }
}
