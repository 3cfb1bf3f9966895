package io.tidemark.page;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The pages that are open on this node. Thread-safe. */
final class OpenPages {

    /** The most pages. Each costs a connection, and some kilobytes per second. */
    static final int MOST = 200;

    /** A page that receives messages. */
    interface Receiver {

        /** Sends a message without blocking, or closes a page that is too slow. Does not throw. */
        void send(Message message);

        /** Ends the page. Does not throw. */
        void close();
    }

    private final Set<Receiver> open = ConcurrentHashMap.newKeySet();

    /** Whether there are as many pages as there may be. Pages that open at the same moment may exceed that number. */
    boolean isFull() {
        return open.size() >= MOST;
    }

    void add(Receiver page) {
        open.add(page);
    }

    void remove(Receiver page) {
        open.remove(page);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void send(Message message) {
        open.forEach(page -> page.send(message));
    }

    void close() {
        open.forEach(Receiver::close);
        open.clear();
    }
}
