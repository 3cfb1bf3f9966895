package io.tidemark.concurrent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class RoutingContextProviderTest {

    private static ThreadContextProvider found() {
        return ServiceLoader.load(ThreadContextProvider.class).findFirst().orElseThrow();
    }

    @Test
    void aServerFindsIt() {
        assertInstanceOf(RoutingContextProvider.class, found());
        assertEquals("Tidemark", found().getThreadContextType());
    }

    @Test
    void beforeTheApplicationHasStartedItDoesNothing() {
        ThreadContextRestorer restorer =
                assertDoesNotThrow(() -> found().currentContext(Map.of()).begin());
        assertDoesNotThrow(restorer::endContext);
        assertDoesNotThrow(() -> found().clearedContext(Map.of()).begin().endContext());
    }
}
