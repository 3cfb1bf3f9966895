package io.tidemark.cdi;

import io.tidemark.Caller;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * The caller without Jakarta Security: the user of the request, else the principal of the thread.
 *
 * <p>On WildFly, an application has the context of Jakarta Security only if it uses it, and that context fails on a thread
 * without a security domain. On a thread without a request, a server's name for an unauthenticated caller is no caller.
 * Otherwise the work of all users would share one mark, which would be wrong for each of them.
 *
 * @param request CDI's proxy of the thread's request
 * @param ofThread CDI's proxy of the thread's principal
 */
record ContainerCaller(HttpServletRequest request, Principal ofThread) implements Caller {

    /** Payara's name for an unauthenticated caller. WildFly's is the same in lower case. */
    static final String ANONYMOUS = "ANONYMOUS";

    @Override
    public Optional<String> name() {
        try {
            return user();
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return byThread();
        }
    }

    /** Returns the user of the thread's request; empty without a user, and without a request. */
    Optional<String> userOfRequest() {
        try {
            return user();
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return Optional.empty();
        }
    }

    private Optional<String> user() {
        return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
    }

    private Optional<String> byThread() {
        try {
            return Optional.ofNullable(ofThread.getName()).filter(name -> !name.equalsIgnoreCase(ANONYMOUS));
        } catch (IllegalStateException noSecurity) {
            // WildFly throws on a thread without a security domain, which has no authenticated caller.
            return Optional.empty();
        }
    }
}
