package io.tidemark.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The ways to use a replica, each with the demo's WAR that has it. */
enum Policy {
    /** Without Tidemark, on the primary's data source. */
    PLAIN {
        @Override
        Path war(Wars wars) throws IOException {
            return wars.plain(toString());
        }
    },
    /** The demo as it is built. */
    ROUTED {
        @Override
        Path war(Wars wars) throws IOException {
            return wars.routed(toString(), Map.of());
        }
    };

    static Policy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** {@return the WAR, whose name is that of the policy} */
    abstract Path war(Wars wars) throws IOException;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
