package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vfs:/content/shop.war/WEB-INF/lib/tidemark.jar",
                "vfs:/content/shop.ear/shop.war/WEB-INF/lib/tidemark.jar",
                "file:/applications/shop/WEB-INF/lib/tidemark.jar",
                "file:/applications/things/WEB-INF/classes/",
                "file:/servers/things/apps/things.war"
            })
    void aWarIsTheRightPlace(String location) {
        assertDoesNotThrow(() -> WarCheck.requireWar(Optional.of(location)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfs:/content/shop.ear/lib/tidemark.jar", "file:/server/lib/tidemark.jar"})
    void anyOtherPlaceIsRefusedAndNamed(String location) {
        String message = assertThrows(IllegalStateException.class, () -> WarCheck.requireWar(Optional.of(location)))
                .getMessage();
        assertTrue(String.valueOf(message).contains(location + ", where its servlet filter"), message);
    }

    @Test
    void aPlaceThatIsNotToldIsRefused() {
        assertThrows(IllegalStateException.class, () -> WarCheck.requireWar(Optional.empty()));
    }
}
