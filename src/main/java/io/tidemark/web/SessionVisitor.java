package io.tidemark.web;

import io.tidemark.routing.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A client whose name is a random key in its HTTP session. The key is made at the session's first write without a caller, so
 * that other sessions cost no round trip to the store. It survives a change of the session's id, and says nothing about that
 * id. A session is never created for it.
 *
 * <p>If the application replaces the session during the request, as some do at a log-in, the new session gets the key.
 */
final class SessionVisitor implements Visitor {

    /** The session's attribute. */
    static final String KEY = "io.tidemark.caller";

    private static final String PREFIX = "session:";
    private static final int OCTETS = 16;

    private final HttpServletRequest request;
    private Optional<String> known;

    /** The client of that request. Looks for its name now: the session may be gone when a read asks. */
    SessionVisitor(HttpServletRequest request) {
        this.request = request;
        this.known = session().flatMap(SessionVisitor::keyIn);
    }

    @Override
    public synchronized Optional<String> name() {
        if (known.isEmpty()) {
            known = session().flatMap(SessionVisitor::keyIn);
        }
        return known;
    }

    @Override
    public synchronized Optional<String> named() {
        if (name().isEmpty()) {
            known = session().flatMap(SessionVisitor::newKeyIn);
        }
        return known;
    }

    @Override
    public synchronized void keep() {
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

    /** One for all requests of the session: they may write at the same time. */
    private static Optional<String> newKeyIn(HttpSession session) {
        byte[] random = new byte[OCTETS];
        new SecureRandom().nextBytes(random);
        put(session, PREFIX + HexFormat.of().formatHex(random));
        return keyIn(session);
    }

    /** Puts it there unless there is one. Locked for all sessions, since a session has one object per request on some servers. */
    private static void put(HttpSession session, String key) {
        synchronized (SessionVisitor.class) {
            if (keyIn(session).isPresent()) {
                return;
            }
            try {
                session.setAttribute(KEY, key);
            } catch (IllegalStateException invalidated) {
                // It was invalidated in the meantime, and is not used any more.
                return;
            }
        }
    }
}
