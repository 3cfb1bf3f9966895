package io.tidemark.chaos;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An action that runs again and again in a thread of its own. */
final class Repeated {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final ScheduledFuture<?> running;

    private Repeated(Strike.Action action, Duration pause) {
        this.running = thread.scheduleWithFixedDelay(() -> run(action), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    static Repeated start(Strike.Action action, Duration pause) {
        return new Repeated(action, pause);
    }

    private void run(Strike.Action action) {
        try {
            action.run();
        } catch (Exception failed) {
            failure.compareAndSet(null, failed);
        }
    }

    /** Waits for the end of a run in progress. Throws the failure of any run. */
    void stop() throws Exception {
        running.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("An action that was repeated has not ended within 10 s");
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
