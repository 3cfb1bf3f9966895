package io.tidemark.cdi;

import io.tidemark.Caller;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Selects the source of callers: the application's own bean, or the authenticated principal of Jakarta Security. */
final class CallerSelection {

    private CallerSelection() {}

    /**
     * Returns the selected source.
     *
     * @param inRequest whether this thread serves an HTTP request
     * @param carriesRequest whether this thread carries the scope of a request, which costs less to find out
     * @throws IllegalStateException if the application supplies more than one
     */
    static Caller of(Instance<Caller> supplied, BooleanSupplier inRequest, BooleanSupplier carriesRequest) {
        if (supplied.isAmbiguous()) {
            throw new IllegalStateException("Tidemark cannot start: more than one bean implements "
                    + Caller.class.getName() + ": "
                    + supplied.handlesStream()
                            .map(handle -> handle.getBean().getBeanClass().getName())
                            .toList()
                    + "; expected one at most");
        }
        if (supplied.isResolvable()) {
            return new Supplied(supplied.get(), inRequest);
        }
        CDI<Object> beans = CDI.current();
        ContainerCaller container = new ContainerCaller(
                beans.select(HttpServletRequest.class).get(),
                beans.select(Principal.class).get());
        Instance<SecurityContext> security = beans.select(SecurityContext.class);
        return security.isResolvable()
                ? new RequestUser(container, carriesRequest, new Authenticated(security.get(), container))
                : container;
    }

    /**
     * The application's own bean. A bean that uses the {@code HttpServletRequest} fails outside a request; there it knows no
     * caller.
     *
     * @param inRequest whether this thread serves an HTTP request
     */
    record Supplied(Caller caller, BooleanSupplier inRequest) implements Caller {

        @Override
        public Optional<String> name() {
            try {
                return caller.name();
            } catch (ContextNotActiveException | IllegalStateException failed) {
                if (inRequest.getAsBoolean()) {
                    throw failed;
                }
                return Optional.empty();
            }
        }
    }

    /**
     * The user of the request, without a question to Jakarta Security, which takes 2 % of a short request on Payara.
     *
     * @param carriesRequest whether this thread carries the scope of a request
     * @param otherwise the source for a request without a user, and for other threads
     */
    record RequestUser(ContainerCaller container, BooleanSupplier carriesRequest, Caller otherwise) implements Caller {

        @Override
        public Optional<String> name() {
            Optional<String> user = carriesRequest.getAsBoolean() ? container.userOfRequest() : Optional.empty();
            return user.isPresent() ? user : otherwise.name();
        }
    }

    /**
     * The authenticated principal.
     *
     * @param otherwise the source if Jakarta Security fails, or returns Payara's name of an unauthenticated caller
     */
    record Authenticated(SecurityContext security, Caller otherwise) implements Caller {

        /**
         * WildFly's principal of an unauthenticated caller, where Jakarta Security specifies {@code null}. It is
         * identified by its class, because a real user may be called anonymous.
         */
        private static final String NOBODY = "org.wildfly.security.auth.principal.AnonymousPrincipal";

        @Override
        public Optional<String> name() {
            Optional<Principal> known;
            try {
                known = Optional.ofNullable(security.getCallerPrincipal());
            } catch (NullPointerException | IllegalStateException notHere) {
                // WildFly throws on a thread without a security domain, and Payara in the @PostConstruct of an EJB.
                return otherwise.name();
            }
            Optional<String> name = known.filter(
                            principal -> !principal.getClass().getName().equals(NOBODY))
                    .map(Principal::getName);
            // Payara 7 returns this name on threads without a request, and in a request that was dispatched again.
            return name.equals(Optional.of(ContainerCaller.ANONYMOUS)) ? otherwise.name() : name;
        }
    }
}
