package io.tidemark.cdi;

import io.tidemark.Caller;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;

/** The caller that holds for an application: its own bean, or the authenticated principal of Jakarta Security. */
final class CallerChoice {

    private CallerChoice() {}

    /**
     * The one caller that holds.
     *
     * @throws IllegalStateException if the application supplies more than one
     */
    static Caller of(Instance<Caller> supplied) {
        if (supplied.isAmbiguous()) {
            throw new IllegalStateException("Tidemark cannot start: more than one bean implements "
                    + Caller.class.getName() + ": "
                    + supplied.handlesStream()
                            .map(handle -> handle.getBean().getBeanClass().getName())
                            .toList()
                    + "; expected one at most");
        }
        if (supplied.isResolvable()) {
            return supplied.get();
        }
        return new Authenticated(CDI.current().select(SecurityContext.class).get());
    }

    /** The authenticated principal. */
    record Authenticated(SecurityContext security) implements Caller {

        /**
         * What WildFly answers for nobody, where Jakarta Security says {@code null}. Known by its class: a user may well
         * be called anonymous.
         */
        private static final String NOBODY = "org.wildfly.security.auth.principal.AnonymousPrincipal";

        @Override
        public Optional<String> name() {
            return Optional.ofNullable(security.getCallerPrincipal())
                    .filter(principal -> !principal.getClass().getName().equals(NOBODY))
                    .map(Principal::getName);
        }
    }
}
