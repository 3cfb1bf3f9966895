package com.example.things;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The demo's settings. An environment variable is also looked up by its own name: Payara maps a key to its variable by the
 * default locale, so that under a Turkish one it does not find {@code THINGS_ALICE_PASSWORD}.
 */
final class ThingsSettings {

    private final Config config;
    private final Map<String, String> environment;

    ThingsSettings(Config config, Map<String, String> environment) {
        this.config = config;
        this.environment = environment;
    }

    /** The value of a key such as {@code things.status.open}. */
    <T> Optional<T> value(String key, Class<T> type) {
        return config.getOptionalValue(key, type).or(() -> config.getOptionalValue(variable(key), type));
    }

    /**
     * A secret, for which there is a known default.
     *
     * @throws IllegalStateException if its variable is set, and its value was not found: the default would be used without
     *     anybody's knowledge
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
