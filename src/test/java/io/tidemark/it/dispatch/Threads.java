package io.tidemark.it.dispatch;

import io.tidemark.routing.Scopes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks whether a thread holds a scope where it must not. */
@ApplicationScoped
public class Threads {

    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> found = new CopyOnWriteArrayList<>();

    @Inject
    Scopes scopes;

    void look(String when) {
        looks.incrementAndGet();
        if (scopes.scope().isPresent()) {
            found.add(when);
        }
    }

    int looks() {
        return looks.get();
    }

    List<String> found() {
        return found;
    }
}
