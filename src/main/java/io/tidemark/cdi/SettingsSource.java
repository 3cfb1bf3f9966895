package io.tidemark.cdi;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/** The source of settings: MicroProfile Config if the server has it, else system properties, then the environment. */
interface SettingsSource {

    /** Returns the value of a key; empty if it is not set, or set to an empty text. */
    Optional<String> value(String key);

    /** Returns the names that are set, as keys or as environment variables. */
    Set<String> names();

    /** Returns the best source of this server. */
    static SettingsSource ofServer() {
        try {
            return new MicroProfile(ConfigProvider.getConfig());
        } catch (LinkageError | IllegalStateException noMicroProfile) {
            return new SystemAndEnvironment();
        }
    }

    /** Returns the environment variable of a key, by MicroProfile's mapping: {@code a.b-c} is {@code A_B_C}. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /**
     * MicroProfile Config. It is a separate class, so that a server without this API never loads it.
     *
     * <p>Payara maps a key to its environment variable by the default locale. With a Turkish locale, it looks for
     * {@code TİDEMARK_REDİS_URİ}. Therefore a variable that is set is also looked up by its own name. As the specification
     * requires, the source with the larger ordinal wins.
     */
    record MicroProfile(Config config, Map<String, String> environment) implements SettingsSource {

        MicroProfile(Config config) {
            this(config, System.getenv());
        }

        @Override
        public Optional<String> value(String key) {
            String variable = variable(key);
            Optional<ConfigValue> byKey = found(key);
            Optional<ConfigValue> byVariable = environment.containsKey(variable) ? found(variable) : Optional.empty();
            boolean variableWins = byVariable.isPresent()
                    && (byKey.isEmpty()
                            || byKey.get().getSourceOrdinal() < byVariable.get().getSourceOrdinal());
            return (variableWins ? byVariable : byKey)
                    .map(ConfigValue::getValue)
                    .filter(value -> !value.isEmpty());
        }

        private Optional<ConfigValue> found(String name) {
            return Optional.ofNullable(config.getConfigValue(name)).filter(found -> found.getValue() != null);
        }

        @Override
        public Set<String> names() {
            Set<String> names = new TreeSet<>();
            config.getPropertyNames().forEach(names::add);
            return names;
        }
    }

    /** System properties, then environment variables. */
    record SystemAndEnvironment() implements SettingsSource {
        @Override
        public Optional<String> value(String key) {
            return Optional.ofNullable(System.getProperty(key))
                    .or(() -> Optional.ofNullable(System.getenv(variable(key))))
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
