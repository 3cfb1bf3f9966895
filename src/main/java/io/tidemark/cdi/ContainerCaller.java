package io.tidemark.cdi;

import io.tidemark.Caller;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/**
 * Whom the container knows where Jakarta Security knows nothing: the user of the request, else the principal of the thread.
 *
 * <p>On WildFly an application has Jakarta Security's context only if it uses it, and that context fails on a thread that
 * has no security domain. On a thread without a request, the servers' name for an unauthenticated caller is no caller:
 * otherwise the work of all users would share one mark, which says nothing about any of them.
 *
 * @param request CDI's, which stands for that of the thread
 * @param ofThread CDI's, which stands for the thread's own each time that it is asked
 */
record ContainerCaller(HttpServletRequest request, Principal ofThread) implements Caller {

    /** Payara's name for an unauthenticated caller. WildFly's is the same in lower case. */
    static final String ANONYMOUS = "ANONYMOUS";

    @Override
    public Optional<String> name() {
        try {
            return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
        } catch (ContextNotActiveException | IllegalStateException noRequest) {
            return byThread();
        }
    }

    private Optional<String> byThread() {
        try {
            return Optional.ofNullable(ofThread.getName()).filter(name -> !name.equalsIgnoreCase(ANONYMOUS));
        } catch (IllegalStateException noSecurity) {
            // WildFly's word for a thread without a security domain, on which nobody can be authenticated.
            return Optional.empty();
        }
    }
}
