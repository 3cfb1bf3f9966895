package io.tidemark.things;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BoundedInputStreamTest {

    @Test
    void aStreamOfExactlyTheLimitIsRead() throws IOException {
        assertArrayEquals(new byte[10], bounded(10).readAllBytes());
    }

    @Test
    void oneByteMoreIsRefusedHoweverItIsRead() {
        assertThrows(IllegalStateException.class, () -> bounded(11).readAllBytes());
        assertThrows(IllegalStateException.class, () -> bounded(11).skip(20));
        assertThrows(IllegalStateException.class, () -> byteByByte(bounded(11)));
    }

    @Test
    void aLongStreamIsNotReadToItsEnd() throws IOException {
        InputStream all = new ByteArrayInputStream(new byte[1_000_000]);
        assertThrows(IllegalStateException.class, () -> bounded(all).readAllBytes());
        assertTrue(all.available() > 900_000);
    }

    private static void byteByByte(InputStream in) throws IOException {
        int last;
        do {
            last = in.read();
        } while (last >= 0);
    }

    private static InputStream bounded(int bytes) {
        return bounded(new ByteArrayInputStream(new byte[bytes]));
    }

    private static InputStream bounded(InputStream in) {
        return new BoundedInputStream(in, 10, () -> new IllegalStateException("too long"));
    }
}
