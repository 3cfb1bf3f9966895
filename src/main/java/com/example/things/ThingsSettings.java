package com.example.things;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the demo. An environment variable is also looked up by its own name. Payara maps a key to its variable with
 * the default locale, and therefore misses {@code THINGS_ALICE_PASSWORD} in a Turkish locale.
 */
final class ThingsSettings {

    private final Config config;
    private final Map<String, String> environment;

    ThingsSettings(Config config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /** {@return the value of a key such as {@code things.status.open}} */
    <T> Optional<T> value(String key, Class<T> type) {
        return config.getOptionalValue(key, type).or(() -> config.getOptionalValue(variable(key), type));
    }

    /**
     * {@return a secret that has a well-known default; empty if it is not set}
     *
     * @throws IllegalStateException if the environment variable is set but has no usable value. The default would silently
     *     be used otherwise
     */
    Optional<String> secret(String key) {
        Optional<String> found = value(key, String.class).filter(secret -> !secret.isEmpty());
        if (found.isEmpty() && environment.containsKey(variable(key))) {
            throw new IllegalStateException("The environment variable " + variable(key)
                    + " is set, but MicroProfile Config has no value for " + key
                    + "; expected a password, or that the variable is not set");
        }
        return found;
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
