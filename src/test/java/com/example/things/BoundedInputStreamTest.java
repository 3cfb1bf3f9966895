package com.example.things;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundedInputStreamTest {

    private long time;

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

    private InputStream bounded(int bytes) {
        return bounded(new ByteArrayInputStream(new byte[bytes]));
    }

    @Test
    void aStreamThatBreaksOffIsBroken() throws IOException {
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[5]), breaking());
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> bounded(broken).readAllBytes());
        assertEquals("broken: Stream closed", refused.getMessage());
    }

    @Test
    void aStreamThatComesByteByByteIsTooSlowInTheEnd() {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                time += Duration.ofSeconds(2).toNanos();
                return super.read(buffer, offset, 1);
            }
        };
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> bounded(slow).readAllBytes());
        assertEquals("too slow", refused.getMessage());
        assertEquals(Duration.ofSeconds(10).toNanos(), time);
    }

    @Test
    void aStreamFromWhichNothingComesInTimeIsTooSlow() throws IOException {
        InputStream late = bounded(breaking());
        time = Duration.ofSeconds(10).toNanos();
        IllegalStateException refused = assertThrows(IllegalStateException.class, late::readAllBytes);
        assertEquals("too slow", refused.getMessage());
    }

    private static InputStream breaking() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        return closed;
    }

    private InputStream bounded(InputStream in) {
        return new BoundedInputStream(in, new OfTest(), () -> time);
    }

    private static final class OfTest implements BoundedInputStream.Limits {

        @Override
        public int bytes() {
            return 10;
        }

        @Override
        public Duration time() {
            return Duration.ofSeconds(10);
        }

        @Override
        public RuntimeException tooLong() {
            return new IllegalStateException("too long");
        }

        @Override
        public RuntimeException tooSlow() {
            return new IllegalStateException("too slow");
        }

        @Override
        public RuntimeException broken(IOException why) {
            return new IllegalStateException("broken: " + why.getMessage());
        }
    }
}
