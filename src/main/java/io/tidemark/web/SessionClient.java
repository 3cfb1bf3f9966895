package io.tidemark.web;

import io.tidemark.routing.AnonymousClient;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A client that is identified by a random key in its HTTP session. The key is created at the session's first write or
 * monotonic read without a caller, so that other sessions cost no round trip to the store. It survives a change of the
 * session id, and does not reveal that id. This class never creates a session.
 *
 * <p>If the application replaces the session during the request, for instance at a log-in, the new session gets the
 * same key.
 */
final class SessionClient implements AnonymousClient {

    /** The name of the session attribute. */
    static final String KEY = "io.tidemark.caller";

    private static final String PREFIX = "session:";
    private static final int OCTETS = 16;

    private final HttpServletRequest request;
    private Optional<String> known;

    /** Reads the key immediately, because the session may be invalid by the time of a read. */
    SessionClient(HttpServletRequest request) {
        this.request = request;
        this.known = session().flatMap(SessionClient::keyIn);
    }

    @Override
    public synchronized Optional<String> name() {
        if (known.isEmpty()) {
            known = session().flatMap(SessionClient::keyIn);
        }
        return known;
    }

    @Override
    public synchronized Optional<String> nameForWrite() {
        if (name().isEmpty()) {
            known = session().flatMap(SessionClient::newKeyIn);
        }
        return known;
    }

    @Override
    public Optional<String> address() {
        return Optional.ofNullable(request.getRemoteAddr());
    }

    @Override
    public synchronized void keepName() {
        known.ifPresent(key -> session().ifPresent(session -> put(session, key)));
    }

    private Optional<HttpSession> session() {
        return Optional.ofNullable(request.getSession(false));
    }

    private static Optional<String> keyIn(HttpSession session) {
        try {
            return session.getAttribute(KEY) instanceof String key ? Optional.of(key) : Optional.empty();
        } catch (IllegalStateException invalidated) {
            return Optional.empty();
        }
    }

    /** Returns one key for all requests of the session, since they may write at the same time. */
    private static Optional<String> newKeyIn(HttpSession session) {
        byte[] random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        put(session, PREFIX + HexFormat.of().formatHex(random));
        return keyIn(session);
    }

    /**
     * Stores the key unless the session has one. The lock covers all sessions, since some servers use one session
     * object per request.
     */
    private static void put(HttpSession session, String key) {
        synchronized (SessionClient.class) {
            if (keyIn(session).isPresent()) {
                return;
            }
            try {
                session.setAttribute(KEY, key);
            } catch (IllegalStateException invalidated) {
                // It was invalidated in the meantime and is no longer used.
                return;
            }
        }
    }
}
