package io.tidemark.wal;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the polls of a watch on the thread of a test, so that they happen in a given order: on request, and when a thread
 * waits for a position. The poll itself is the watch's code. The thread that usually runs it does not exist.
 */
public final class PollsOnThisThread {

    private static final Method TAKE = method("take");
    private static final Method ENQUIRE = method("enquire", CompletableFuture.class);
    private static final Field NEXT = field(Poller.class, "next");
    private static final Field TURNS = field(Poller.class, "turns");
    private static final Field REQUESTED = field(io.tidemark.time.Turns.class, "requested");

    private final Poller poller;

    private PollsOnThisThread(Poller poller) {
        this.poller = poller;
        set(NEXT, poller, new Awaited());
    }

    /** Takes over the polls of this primary. Its watch must not run. */
    public static PollsOnThisThread of(PrimaryWatch watch) {
        return new PollsOnThisThread((Poller) get(field(PrimaryWatch.class, "poller"), watch));
    }

    /** Takes over the polls of this replica. Its watch must not run. */
    public static PollsOnThisThread of(ReplicaWatch watch) {
        return new PollsOnThisThread((Poller) get(field(ReplicaWatch.class, "poller"), watch));
    }

    /** The answer of the next poll. A thread that waits for it runs the poll. */
    private final class Awaited extends CompletableFuture<PositionReading> {
        @Override
        public PositionReading get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            if (!isDone()) {
                poll();
            }
            return super.get(timeout, unit);
        }
    }

    /** Polls once. */
    public void poll() {
        Object asking = call(TAKE);
        set(NEXT, poller, new Awaited());
        call(ENQUIRE, asking);
    }

    /** Polls if a poll was requested since the last one began. */
    public void pollIfRequested() {
        if ((boolean) get(REQUESTED, get(TURNS, poller))) {
            poll();
        }
    }

    private Object call(Method method, Object... arguments) {
        try {
            return method.invoke(poller, arguments);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            Method found = Poller.class.getDeclaredMethod(name, parameters);
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException renamed) {
            throw new LinkageError(renamed.getMessage(), renamed);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            Field found = type.getDeclaredField(name);
            found.setAccessible(true);
            return found;
        } catch (NoSuchFieldException renamed) {
            throw new LinkageError(renamed.getMessage(), renamed);
        }
    }

    private static Object get(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    private static void set(Field field, Object of, Object value) {
        try {
            field.set(of, value);
        } catch (IllegalAccessException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }
}
