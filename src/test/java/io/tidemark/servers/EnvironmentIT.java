package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that Maven and {@link Servers} give the same environment to the application server of Arquillian's tests. */
@Tag("arquillian")
class EnvironmentIT {

    @Test
    void theServersEnvironmentIsThatOfTheApplicationServer() {
        TestServers.running().environment().forEach((name, value) -> assertEquals(value, System.getenv(name), name));
    }
}
