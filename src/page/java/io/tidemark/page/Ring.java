package io.tidemark.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest elements, of which the oldest is dropped when there are too many. Thread-safe. */
final class Ring<T> {

    private final int capacity;
    private final Deque<T> elements = new ArrayDeque<>();

    Ring(int capacity) {
        this.capacity = capacity;
    }

    synchronized void add(T element) {
        if (elements.size() == capacity) {
            elements.removeFirst();
        }
        elements.addLast(element);
    }

    /** Returns all elements, the oldest first. */
    synchronized List<T> all() {
        return List.copyOf(elements);
    }

    synchronized Optional<T> newest() {
        return Optional.ofNullable(elements.peekLast());
    }
}
