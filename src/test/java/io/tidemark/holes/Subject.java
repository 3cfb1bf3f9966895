package io.tidemark.holes;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A class to be mutated by the engine's own test. */
final class Subject {

    private final List<String> added = new ArrayList<>();
    private int limit;

    void add(String text) {
        added.add(text);
    }

    /** Calls {@link #add} in a lambda. */
    void addAll(List<String> texts) {
        texts.forEach(text -> add(text));
    }

    boolean has(String text) {
        return added.contains(text);
    }

    List<String> listed() {
        return List.copyOf(added);
    }

    Optional<String> first() {
        try {
            return Optional.of(added.iterator().next());
        } catch (NoSuchElementException none) {
            return Optional.empty();
        }
    }

    void limited(int most) {
        limit = most;
    }

    int limit() {
        return limit;
    }

    static String trimmed(String text) {
        return text.strip();
    }

    static int later(int one, int other) {
        return Math.max(one, other);
    }

    static TimeUnit unit() {
        return TimeUnit.HOURS;
    }

    static String greeting(String name) {
        return "Hello " + name;
    }
}
