package com.example.things;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A stream that must end after so many bytes and within some time. A reader that gets further, or whose stream breaks, gets an
 * exception that the limits make. A time that is over is noticed when the next bytes arrive, so that a stream from which nothing
 * comes needs a time-out of its own. For one thread.
 */
final class BoundedInputStream extends FilterInputStream {

    /** What a stream must keep to, and what is thrown if it does not. */
    interface Limits {

        int bytes();

        Duration time();

        RuntimeException tooLong();

        RuntimeException tooSlow();

        /** It could not be read to its end. */
        RuntimeException broken(IOException why);
    }

    private final Limits limits;
    private final LongSupplier nanos;
    private final long begun;
    private int left;

    /**
     * The time begins now.
     *
     * @param nanos what {@link System#nanoTime} answers
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

    /** By reading, so that what is skipped counts too. */
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
