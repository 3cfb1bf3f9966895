package io.tidemark.writes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Custom settings of the database session that an application made in a transaction, such as {@code app.tenant}, by name in
 * lower case. A setting without a value was reset to its default. Immutable.
 */
public final class CustomSettings {

    /** No setting was made. */
    public static final CustomSettings NONE = new CustomSettings(Map.of());

    private final Map<String, Optional<String>> values;

    private CustomSettings(Map<String, Optional<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Returns these settings with another one, which replaces its former value. */
    public CustomSettings with(String name, Optional<String> value) {
        Map<String, Optional<String>> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new CustomSettings(all);
    }

    /** {@return the settings with their values, in the order in which they were first made} */
    public Map<String, Optional<String>> values() {
        return values;
    }

    /** Whether no setting was made. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
