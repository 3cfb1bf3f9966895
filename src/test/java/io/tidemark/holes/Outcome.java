package io.tidemark.holes;

import io.tidemark.servers.Await;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The result of a directed test.
 *
 * @param message the failure, in one line; empty if it passed
 */
record Outcome(Kind kind, String message) {

    private static final int SHOWN = 160;

    enum Kind {
        PASSED,

        /** It failed because of the behaviour of the code. */
        FAILED,

        /** It failed because of the code's form, such as a class that cannot be loaded, or a server that does not start. */
        BROKEN,

        /** It did not end in time. */
        ENDLESS
    }

    static Outcome endless(Duration limit) {
        return new Outcome(Kind.ENDLESS, "It did not end within " + limit.toSeconds() + " s");
    }

    static Outcome of(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return new Outcome(Kind.PASSED, "");
        }
        for (Throwable failure : failures) {
            if (isBroken(failure)) {
                return new Outcome(Kind.BROKEN, brief(failure));
            }
        }
        return new Outcome(Kind.FAILED, brief(failures.get(0)));
    }

    private static boolean isBroken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError
                    || cause instanceof ReflectiveOperationException
                    || cause instanceof NullPointerException
                    || cause instanceof ClassCastException
                    || cause instanceof Await.GivenUp
                    || cause instanceof VirtualMachineError) {
                return true;
            }
        }
        return false;
    }

    private static String brief(Throwable failure) {
        String text = failure.toString().replaceAll("\\s+", " ");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (message.isEmpty() ? "" : ": " + message);
    }
}
