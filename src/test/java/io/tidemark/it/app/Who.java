package io.tidemark.it.app;

import io.tidemark.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The caller of the application, as set by the test. */
@ApplicationScoped
public class Who implements Caller {

    private volatile Optional<String> name = Optional.empty();

    public void is(String caller) {
        name = Optional.of(caller);
    }

    @Override
    public Optional<String> name() {
        return name;
    }
}
