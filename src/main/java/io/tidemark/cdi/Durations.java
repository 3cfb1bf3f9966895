package io.tidemark.cdi;

import java.time.Duration;

/** Parses durations in settings: a whole number and a unit. */
final class Durations {

    private Durations() {}

    /**
     * Parses a duration within bounds.
     *
     * @throws IllegalArgumentException with the allowed values, if the text is no duration within the bounds
     */
    static Duration parse(String text, Duration least, Duration most) {
        int unit = 0;
        while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        String expected =
                "a whole number with one of the units ms, s, m, h, from " + spell(least) + " to " + spell(most);
        // Nine digits of hours do not overflow, and exceed every bound.
        if (unit == 0 || unit > 9) {
            throw new IllegalArgumentException(expected);
        }
        long number = Long.parseLong(text.substring(0, unit));
        Duration parsed =
                switch (text.substring(unit)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> throw new IllegalArgumentException(expected);
                };
        if (parsed.compareTo(least) < 0 || parsed.compareTo(most) > 0) {
            throw new IllegalArgumentException(expected);
        }
        return parsed;
    }

    private static String spell(Duration bound) {
        long millis = bound.toMillis();
        if (millis % 3_600_000 == 0 && millis > 0) {
            return bound.toHours() + "h";
        }
        return millis % 1000 == 0 && millis > 0 ? bound.toSeconds() + "s" : millis + "ms";
    }
}
