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
 * The message of a failure between here and a server, with the cause that drivers and pools leave out of theirs: the host name
 * is not known, the connection is refused, a time-out occurs, a certificate is not trusted. Without credentials.
 */
public final class FailureMessage {

    /** How many causes are looked at: what is suppressed may branch without end. */
    private static final int MOST = 50;

    /** In characters: as much as anybody reads of one line. */
    private static final int LONGEST = 2_000;

    private FailureMessage() {}

    /** The text of the root cause alone. */
    public static String ofRoot(Throwable failure) {
        Throwable root = root(failure);
        return scrubbed(root instanceof IOException ? root.toString() : raw(root));
    }

    /**
     * A text about a failure, with its root cause unless the text has that already.
     *
     * @param text such as the text of the failure, or of one of its causes
     */
    public static String withRoot(String text, Throwable failure) {
        Throwable root = root(failure);
        return scrubbed(says(text, root) ? text : text + ", caused by " + root);
    }

    /** The text of an exception alone; its class if it has none. */
    public static String text(Throwable failure) {
        return scrubbed(raw(failure));
    }

    private static String raw(Throwable failure) {
        return failure.getMessage() == null
                ? failure.toString()
                : failure.getMessage().strip();
    }

    /** The exception and all that is behind it, each once, the nearest first. */
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

    /** The innermost failure of the network, if there is one: what is behind it, or beside it, says less. */
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
        // The message of an unknown host is nothing but its name, which any text may have.
        return text.contains(cause instanceof IOException ? cause.toString() : raw(cause));
    }

    /** What a driver, a pool or a server says, without the credentials of a URL or of parameters that it quotes. */
    private static String scrubbed(String said) {
        String text = said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "…";
        return Secrets.scrubbed(text);
    }
}
