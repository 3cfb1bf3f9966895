package io.tidemark.sql;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The causes that an operator can remedy, each recorded and logged once. Bounded: when it is full, further causes are
 * dropped. Thread-safe.
 */
final class WriteCauses {

    private static final int MOST = 100;

    private final System.Logger log;
    private final Map<String, WriteCause> noted = new LinkedHashMap<>();
    private final Set<String> logged = new HashSet<>();

    WriteCauses(System.Logger log) {
        this.log = log;
    }

    /** Records the cause if it has a remedy. */
    void add(WriteCause cause) {
        String remedy = cause.remedy().orElse("");
        if (!remedy.isEmpty() && note(cause)) {
            log.log(
                    System.Logger.Level.INFO,
                    "Statements that begin like reads go to the primary as writes. Cause: {0}. {1}",
                    cause,
                    remedy);
        }
    }

    /** Records a cause that makes a built-in name harmful, which many statements of an application may use. */
    void warn(WriteCause cause) {
        if (note(cause)) {
            log.log(
                    System.Logger.Level.WARNING,
                    "All statements that use a built-in name of PostgreSQL go to the primary as writes. Cause: {0}. {1}",
                    cause,
                    cause.remedy().orElse(""));
        }
    }

    /** Whether the cause was never logged before. */
    private synchronized boolean note(WriteCause cause) {
        String text = cause.toString();
        if (noted.size() >= MOST || noted.putIfAbsent(text, cause) != null) {
            return false;
        }
        return logged.size() < MOST && logged.add(text);
    }

    synchronized List<WriteCause> known() {
        return List.copyOf(noted.values());
    }

    /** Forgets the recorded causes, which may be remedied by now. A cause is not logged a second time. */
    synchronized void clear() {
        noted.clear();
    }
}
