package io.tidemark.sql;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Collects the names that are missing in one of two collections, or have different values. For one thread. */
final class NameDifferences {

    private final Set<String> names = new HashSet<>();

    void add(Map<String, ?> one, Map<String, ?> other) {
        one.forEach((name, said) -> {
            if (!said.equals(other.get(name))) {
                names.add(name);
            }
        });
        add(other.keySet(), one.keySet());
    }

    void add(Set<String> one, Set<String> other) {
        addMissing(one, other);
        addMissing(other, one);
    }

    private void addMissing(Set<String> of, Set<String> from) {
        of.stream().filter(name -> !from.contains(name)).forEach(names::add);
    }

    Set<String> found() {
        return names;
    }
}
