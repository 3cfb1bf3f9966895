package io.tidemark.wal;

import io.tidemark.secrets.Secrets;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The text of a failure between this node and a server, without credentials. It includes the root cause, which drivers
 * and pools leave out: an unknown host name, a refused connection, a timeout, an untrusted certificate.
 */
public final class FailureMessage {

    /** The maximum number of causes. Suppressed exceptions may branch without limit. */
    private static final int MOST = 50;

    /** The maximum length in characters, because nobody reads more in one line. */
    private static final int LONGEST = 2_000;

    private FailureMessage() {}

    /** Returns the text of the root cause alone. */
    public static String ofRoot(Throwable failure) {
        Throwable root = root(failure);
        return scrubbed(root instanceof IOException ? root.toString() : raw(root));
    }

    /**
     * Adds the root cause to a text about a failure, unless the text contains it.
     *
     * @param text for example the text of the failure or of one of its causes
     */
    public static String withRoot(String text, Throwable failure) {
        Throwable root = root(failure);
        return scrubbed(says(text, root) ? text : text + ", caused by " + root);
    }

    /** Returns the text of an exception alone; its class if it has no text. */
    public static String text(Throwable failure) {
        return scrubbed(raw(failure));
    }

    private static String raw(Throwable failure) {
        return failure.getMessage() == null
                ? failure.toString()
                : failure.getMessage().strip();
    }

    /** Returns the exception and all its causes, each once, the nearest first. */
    public static List<Throwable> chain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        Deque<Throwable> next = new ArrayDeque<>(List.of(failure));
        while (!next.isEmpty() && chain.size() < MOST) {
            Throwable one = next.removeFirst();
            if (!seen.add(one)) {
                continue;
            }
            chain.add(one);
            if (one.getCause() != null) {
                next.addLast(one.getCause());
            } else {
                // Jedis attaches one failure for each address of a host.
                next.addAll(List.of(one.getSuppressed()));
            }
        }
        return chain;
    }

    /** Returns the innermost network failure, if there is one: deeper or neighbouring causes are less specific. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable one : chain(failure)) {
            if (one instanceof IOException || !(root instanceof IOException)) {
                root = one;
            }
        }
        return root;
    }

    private static boolean says(String text, Throwable cause) {
        // The message of an unknown host is only its name, which any text may contain.
        return text.contains(cause instanceof IOException ? cause.toString() : raw(cause));
    }

    /** Removes the credentials from a text of a driver, a pool or a server, which may quote a URL or parameters. */
    private static String scrubbed(String said) {
        String text = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
        return Secrets.scrubbed(text);
    }
}
