package io.tidemark.page;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The response to one open page. The sampler's thread is never blocked: a message that the connection does not accept now waits,
 * and a page with too many waiting messages is closed. Its browser connects again. Thread-safe.
 */
final class EventStream implements OpenPages.Receiver, WriteListener, AsyncListener {

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

    /** The seconds by which a page may be late. */
    private static final int MOST_WAITING = 5;

    private final AsyncContext context;
    private final ServletOutputStream output;
    private final OpenPages pages;
    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The calls of {@link #write} since the writing thread last looked. */
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Prepares the stream. The caller sets the listeners.
     *
     * @param pages contains the stream until it is closed
     */
    EventStream(AsyncContext context, OpenPages pages) throws IOException {
        this.context = context;
        this.output = context.getResponse().getOutputStream();
        this.pages = pages;
    }

    /** Sends the first message, and all others from now on. */
    void start(Message first) {
        waiting.add(first);
        context.addListener(this);
        output.setWriteListener(this);
    }

    @Override
    public void send(Message message) {
        if (closed.get()) {
            // It was closed before it was added.
            pages.remove(this);
            return;
        }
        waiting.add(message);
        if (waiting.size() > MOST_WAITING) {
            close();
        } else {
            write();
        }
    }

    @Override
    public void onWritePossible() {
        write();
    }

    /** Writes on one thread at a time, without a lock: a call meanwhile makes the writing thread look again. */
    private void write() {
        int seen = 1;
        if (calls.getAndIncrement() == 0) {
            while (seen != 0) {
                writeAccepted();
                seen = calls.addAndGet(-seen);
            }
        }
    }

    /** Writes as much as the connection accepts. {@link #onWritePossible} is called if that was not all. */
    private void writeAccepted() {
        try {
            while (!closed.get() && output.isReady()) {
                Message next = waiting.poll();
                if (next == null) {
                    output.flush();
                    return;
                }
                output.write(next.octets());
            }
        } catch (IOException | RuntimeException gone) {
            onError(gone);
        }
    }

    @Override
    public void close() {
        pages.remove(this);
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            context.complete();
        } catch (RuntimeException ended) {
            LOG.log(System.Logger.Level.DEBUG, "A page had ended already", ended);
        }
    }

    @Override
    public void onError(Throwable gone) {
        LOG.log(System.Logger.Level.DEBUG, "A page is gone", gone);
        close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
    }

    /** A stream ends regularly. The browser connects again, and its user's role is checked again. */
    @Override
    public void onTimeout(AsyncEvent event) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
