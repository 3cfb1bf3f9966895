package io.tidemark.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaosSettingsTest {

    private final Properties properties = new Properties();

    @Test
    void theDefaultsAreAllPossibleFaultsForTwentySeconds() {
        properties.setProperty("chaos.seed", "");
        ChaosSettings settings = ChaosSettings.of(properties);
        assertEquals(Duration.ofSeconds(20), settings.duration());
        assertEquals(Fault.possible(), settings.faults());
    }

    @Test
    void eachSettingIsRead() {
        properties.setProperty("chaos.seed", "-7");
        properties.setProperty("chaos.seconds", "900");
        properties.setProperty("chaos.faults", "redis-frozen, primary-crashed");
        assertEquals(
                new ChaosSettings(-7, Duration.ofMinutes(15), Set.of(Fault.PRIMARY_CRASHED, Fault.REDIS_FROZEN)),
                ChaosSettings.of(properties));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "99999999999999999999"})
    void aSeedThatIsNoNumberIsRefused(String seed) {
        assertRefused("chaos.seed", seed, "expected a whole number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "4", "901", "9999999999"})
    void aDurationOutOfBoundsIsRefused(String seconds) {
        assertRefused("chaos.seconds", seconds, "expected 5 to 900");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replica-kiled", "redis-frozen,", "NODE_KILLED"})
    void anUnknownFaultIsRefusedWithTheKnownOnes(String faults) {
        assertRefused("chaos.faults", faults, "expected some of replica-killed, replica-session-killed,");
    }

    private void assertRefused(String key, String value, String expected) {
        properties.setProperty(key, value);
        String message = assertThrows(IllegalArgumentException.class, () -> ChaosSettings.of(properties))
                .getMessage();
        assertTrue(
                message != null && message.startsWith("-D" + key + "=" + value) && message.contains(expected), message);
    }
}
