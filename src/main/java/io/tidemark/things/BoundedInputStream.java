package io.tidemark.things;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** A stream that must end after so many bytes; a reader that gets further gets an exception. For one thread. */
final class BoundedInputStream extends FilterInputStream {

    private final Supplier<? extends RuntimeException> exceeded;
    private int left;

    BoundedInputStream(InputStream in, int limit, Supplier<? extends RuntimeException> exceeded) {
        super(in);
        this.left = limit;
        this.exceeded = exceeded;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            count(1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
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
            throw exceeded.get();
        }
    }
}
