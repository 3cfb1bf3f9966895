package io.tidemark.cdi;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where settings come from: MicroProfile Config where the server has it, else system properties, then the environment. */
interface SettingsSource {

    /** The value of a key; empty if it is not set, or set to nothing. */
    Optional<String> value(String key);

    /** The names that are set, in whatever spelling. */
    Set<String> names();

    /** The best source that this server has. */
    static SettingsSource ofServer() {
        try {
            return new MicroProfile(ConfigProvider.getConfig());
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            return new SystemAndEnvironment();
        }
    }

    /** MicroProfile Config; a class of its own, so that a server without its API never loads it. */
    record MicroProfile(Config config) implements SettingsSource {
        @Override
        public Optional<String> value(String key) {
            return config.getOptionalValue(key, String.class);
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>();
            config.getPropertyNames().forEach(names::add);
            return names;
        }
    }

    /** System properties, then environment variables under MicroProfile's mapping: {@code a.b-c} is {@code A_B_C}. */
    record SystemAndEnvironment() implements SettingsSource {
        @Override
        public Optional<String> value(String key) {
            String variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
            return Optional.ofNullable(System.getProperty(key))
                    .or(() -> Optional.ofNullable(System.getenv(variable)))
                    .filter(value -> !value.isEmpty());
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>(System.getProperties().stringPropertyNames());
            names.addAll(System.getenv().keySet());
            return names;
        }
    }
}
