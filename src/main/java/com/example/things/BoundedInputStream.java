package com.example.things;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A stream with a limit on its length and on its duration. If a limit is exceeded, or if the stream breaks, a read throws the
 * exception that {@link Limits} creates. The duration is checked when bytes arrive: a silent stream needs a separate timeout.
 * Not thread-safe.
 */
final class BoundedInputStream extends FilterInputStream {

    /** The limits of a stream, and the exceptions for exceeding them. */
    interface Limits {

        int bytes();

        Duration time();

        RuntimeException tooLong();

        RuntimeException tooSlow();

        /** {@return the exception for a stream that broke before its end} */
        RuntimeException broken(IOException why);
    }

    private final Limits limits;
    private final LongSupplier nanos;
    private final long begun;
    private int left;

    /**
     * Starts the measured duration.
     *
     * @param nanos a clock like {@link System#nanoTime}
     */
    BoundedInputStream(InputStream in, Limits limits, LongSupplier nanos) {
        super(in);
        this.limits = limits;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.left = limits.bytes();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                count(read);
            }
            return read;
        } catch (IOException broken) {
            throw isLate() ? limits.tooSlow() : limits.broken(broken);
        }
    }

    /** Reads the skipped bytes, so that they count too. */
    @Override
    public long skip(long n) throws IOException {
        return readNBytes((int) Math.min(n, left + 1L)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) {
        left -= read;
        if (left < 0) {
            throw limits.tooLong();
        }
        if (isLate()) {
            throw limits.tooSlow();
        }
    }

    private boolean isLate() {
        return nanos.getAsLong() - begun >= limits.time().toNanos();
    }
}
