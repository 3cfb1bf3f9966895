package io.tidemark.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a run.
 *
 * @param seed determines the schedule of the faults and what each client does
 * @param duration the time with faults
 * @param faults the faults to choose from
 */
record ChaosSettings(long seed, Duration duration, Set<Fault> faults) {

    private static final int SHORTEST_SECONDS = 5;
    private static final int LONGEST_SECONDS = 900;

    /**
     * {@return the settings from the properties chaos.seed (by default a random one), chaos.seconds and chaos.faults (by default
     * all that are possible on this system)}
     *
     * @throws IllegalArgumentException if one is not valid. The message has the property, the value and what is allowed
     */
    static ChaosSettings of(Properties properties) {
        return new ChaosSettings(
                value(properties, "chaos.seed").map(ChaosSettings::seed).orElseGet(() ->
                        (long) new Random().nextInt(1_000_000)),
                value(properties, "chaos.seconds").map(ChaosSettings::seconds).orElse(Duration.ofSeconds(20)),
                value(properties, "chaos.faults").map(ChaosSettings::faults).orElseGet(Fault::possible));
    }

    private static Optional<String> value(Properties properties, String key) {
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "-Dchaos.seed=" + text + " is not a seed: expected a whole number", notANumber);
        }
    }

    private static Duration seconds(String text) {
        if (text.matches("\\d{1,9}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new IllegalArgumentException("-Dchaos.seconds=" + text + " is not a duration: expected "
                + SHORTEST_SECONDS + " to " + LONGEST_SECONDS);
    }

    private static Set<Fault> faults(String text) {
        try {
            Set<Fault> named = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(Fault::named)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.class)));
            if (!Fault.possible().containsAll(named)) {
                throw new IllegalArgumentException(Fault.CLOCKS_APART + " needs Linux and the C compiler cc");
            }
            return named;
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("-Dchaos.faults=" + text + ": " + unknown.getMessage(), unknown);
        }
    }
}
