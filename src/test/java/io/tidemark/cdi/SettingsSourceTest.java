package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The settings of a server that does not find environment variables, as Payara under a Turkish locale. */
class SettingsSourceTest {

    private static final String KEY = "tidemark.redis.uri";
    private static final String VARIABLE = "TIDEMARK_REDIS_URI";
    private static final int ENVIRONMENT = 300;
    private static final int SYSTEM_PROPERTIES = 400;
    private static final int FILE = 100;

    private static Optional<String> value(Map<String, Integer> ordinals, Map<String, String> environment) {
        return new SettingsSource.MicroProfile(new Ordinals(ordinals).config(), environment).value(KEY);
    }

    @Test
    void aVariableIsFoundByItsOwnName() {
        assertEquals(
                Optional.of("TIDEMARK_REDIS_URI of 300"),
                value(Map.of(VARIABLE, ENVIRONMENT), Map.of(VARIABLE, "set")));
    }

    @Test
    void theLargerOrdinalWins() {
        assertEquals(
                Optional.of("TIDEMARK_REDIS_URI of 300"),
                value(Map.of(VARIABLE, ENVIRONMENT, KEY, FILE), Map.of(VARIABLE, "set")));
        assertEquals(
                Optional.of("tidemark.redis.uri of 400"),
                value(Map.of(VARIABLE, ENVIRONMENT, KEY, SYSTEM_PROPERTIES), Map.of(VARIABLE, "set")));
        assertEquals(
                Optional.of("tidemark.redis.uri of 300"),
                value(Map.of(VARIABLE, ENVIRONMENT, KEY, ENVIRONMENT), Map.of(VARIABLE, "set")));
    }

    @Test
    void aNameLikeAVariableOfAnotherSourceIsNone() {
        assertEquals(Optional.empty(), value(Map.of(VARIABLE, FILE), Map.of()));
        assertEquals(Optional.empty(), value(Map.of(), Map.of(VARIABLE, "set")));
    }

    /** Names with the ordinals of their sources. */
    private record Ordinals(Map<String, Integer> of) {

        Config config() {
            return (Config) Proxy.newProxyInstance(
                    Config.class.getClassLoader(),
                    new Class<?>[] {Config.class},
                    (proxy, method, arguments) -> value(String.valueOf(arguments[0])));
        }

        private ConfigValue value(String name) {
            return (ConfigValue) Proxy.newProxyInstance(
                    ConfigValue.class.getClassLoader(),
                    new Class<?>[] {ConfigValue.class},
                    (proxy, method, arguments) -> answer(name, method.getName()));
        }

        private @Nullable Object answer(String name, String getter) {
            Integer ordinal = of.get(name);
            return switch (getter) {
                case "getValue" -> ordinal == null ? null : name + " of " + ordinal;
                case "getSourceOrdinal" -> ordinal == null ? 0 : ordinal;
                default -> throw new UnsupportedOperationException(getter);
            };
        }
    }
}
