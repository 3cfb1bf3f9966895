package io.tidemark.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The path of the clients' reads under the default freshness, which some faults change. Thread-safe. */
final class ReadPath {

    private final List<String> changed = new CopyOnWriteArrayList<>();

    /** Lets reads go to a path of the suite's own resource. */
    void begin(String path) {
        changed.add(path);
    }

    /** Ends the change. */
    void end(String path) {
        changed.remove(path);
    }

    /** {@return the path for an object: by default that of the demo's API} */
    String of(long object) {
        List<String> now = List.copyOf(changed);
        return now.isEmpty() ? "things/" + object : "chaos/" + object + "/" + now.get(now.size() - 1);
    }
}
