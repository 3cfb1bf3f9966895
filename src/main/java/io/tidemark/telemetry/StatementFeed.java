package io.tidemark.telemetry;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Passes each statement of this node to one receiver while that is connected. Without a receiver, a statement costs one volatile
 * read. Thread-safe.
 *
 * <p>The receiver runs on the thread of the statement. It must be quick and must not throw. It calls the supplier only if it uses
 * the statement, since texts of positions are created then.
 */
public final class StatementFeed {

    private volatile Optional<Consumer<Supplier<SentStatement>>> receiver = Optional.empty();

    /** Connects a receiver, in place of the current one. */
    public void connect(Consumer<Supplier<SentStatement>> to) {
        receiver = Optional.of(to);
    }

    /** Disconnects the receiver. Statements in flight may still reach it. */
    public void disconnect() {
        receiver = Optional.empty();
    }

    /** Returns the receiver that is connected. */
    public Optional<Consumer<Supplier<SentStatement>>> receiver() {
        return receiver;
    }
}
