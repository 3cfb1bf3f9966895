package io.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionClientTest {

    /** What the session holds; empty without a session. */
    private Optional<Map<String, Object>> session = Optional.empty();

    private boolean invalid;

    private SessionClient client() {
        return new SessionClient(fake(HttpServletRequest.class, (proxy, method, arguments) -> {
            assertEquals("getSession", method.getName());
            assertEquals(false, arguments[0], "never created");
            return session.map(this::held).orElse(null);
        }));
    }

    private HttpSession held(Map<String, Object> attributes) {
        return fake(HttpSession.class, (proxy, method, arguments) -> {
            if (invalid) {
                throw new IllegalStateException("invalidated");
            }
            return switch (method.getName()) {
                case "getAttribute" -> attributes.get(arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                default -> throw new UnsupportedOperationException(method.getName());
            };
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answer));
    }

    @Test
    void withoutASessionThereIsNoName() {
        assertEquals(Optional.empty(), client().name());
        assertEquals(Optional.empty(), client().nameForWrite());
        client().keepName();
    }

    @Test
    void aSessionThatHasWrittenNothingHasNoName() {
        session = Optional.of(new HashMap<>());
        assertEquals(Optional.empty(), client().name());
        client().keepName();
        assertEquals(Map.of(), session.get());
    }

    @Test
    void aWriteGivesTheSessionANameForAllItsRequests() {
        session = Optional.of(new HashMap<>());
        String name = client().nameForWrite().orElseThrow();
        assertTrue(name.matches("session:[0-9a-f]{32}"), name);
        assertEquals(Optional.of(name), client().name());
        assertEquals(Optional.of(name), client().nameForWrite());
        session = Optional.of(new HashMap<>());
        assertNotEquals(Optional.of(name), client().nameForWrite(), "another session");
    }

    @Test
    void aSessionThatReplacesTheRequestsGetsItsName() {
        session = Optional.of(new HashMap<>());
        SessionClient client = client();
        Optional<String> name = client.nameForWrite();
        session = Optional.of(new HashMap<>());
        client.keepName();
        assertEquals(name, client().name());
        SessionClient next = client();
        session = Optional.of(new HashMap<>());
        next.keepName();
        assertEquals(name, client().name(), "also in a request that has neither read nor written");
    }

    @Test
    void anInvalidatedSessionIsNone() {
        session = Optional.of(new HashMap<>());
        SessionClient known = client();
        Optional<String> name = known.nameForWrite();
        invalid = true;
        assertEquals(Optional.empty(), client().name());
        assertEquals(Optional.empty(), client().nameForWrite());
        known.keepName();
        assertEquals(name, known.name(), "the request that wrote still knows it");
    }
}
