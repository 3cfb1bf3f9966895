package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.tidemark.Caller;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerSelectionTest {

    /** A container with a fixed principal or without one. */
    private record Fixed(@Nullable Principal principal) implements SecurityContext {

        @Override
        public @Nullable Principal getCallerPrincipal() {
            return principal;
        }

        @Override
        public <T extends Principal> Set<T> getPrincipalsByType(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCallerInRole(String role) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasAccessToWebResource(String resource, String... methods) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AuthenticationStatus authenticate(
                HttpServletRequest request, HttpServletResponse response, AuthenticationParameters parameters) {
            throw new UnsupportedOperationException();
        }
    }

    private static Optional<String> caller(@Nullable Principal principal) {
        return new CallerSelection.Authenticated(new Fixed(principal), () -> Optional.of("another")).name();
    }

    /** A caller in a request of this user; null if the request has none. */
    private static Optional<String> inRequest(@Nullable Principal user, Caller otherwise) {
        return caller(() -> user, true, otherwise);
    }

    private static Optional<String> caller(
            Supplier<@Nullable Principal> user, boolean carriesRequest, Caller otherwise) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                CallerSelectionTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> user.get());
        ContainerCaller container = new ContainerCaller(request, () -> "of the thread");
        return new CallerSelection.RequestUser(container, () -> carriesRequest, otherwise).name();
    }

    @Test
    void theUserOfTheRequestIsTheCallerAndNobodyElseIsAsked() {
        Caller asked = () -> fail("asked");
        assertEquals(Optional.of("alice"), inRequest(new CallerPrincipal("alice"), asked));
    }

    @Test
    void aRequestWithoutAUserMayStillHaveACallerOfJakartaSecurity() {
        assertEquals(Optional.of("bob"), inRequest(null, () -> Optional.of("bob")));
    }

    @Test
    void aThreadWithoutARequestDoesNotAskForIt() {
        assertEquals(Optional.of("bob"), caller(() -> fail("asked"), false, () -> Optional.of("bob")));
    }

    @Test
    void aThreadThatCarriesTheScopeOfARequestWithoutTheRequestHasTheCallerOfJakartaSecurity() {
        Supplier<@Nullable Principal> none = () -> {
            throw new ContextNotActiveException("no request");
        };
        assertEquals(Optional.of("bob"), caller(none, true, () -> Optional.of("bob")));
    }

    @Test
    void anApplicationsCallerThatNeedsARequestIsNobodyOutsideOfOne() {
        for (RuntimeException failure :
                List.of(new ContextNotActiveException("no scope"), new IllegalStateException("no request"))) {
            Caller failing = () -> {
                throw failure;
            };
            assertEquals(Optional.empty(), new CallerSelection.Supplied(failing, () -> false).name());
            assertThrows(failure.getClass(), () -> new CallerSelection.Supplied(failing, () -> true).name());
        }
    }

    @Test
    void thePrincipalIsTheCaller() {
        assertEquals(Optional.of("alice"), caller(new CallerPrincipal("alice")));
    }

    @Test
    void withoutAPrincipalThereIsNoCaller() {
        assertEquals(Optional.empty(), caller(null));
    }

    @Test
    void aUserWhoIsCalledAnonymousIsACaller() {
        assertEquals(Optional.of("anonymous"), caller(new CallerPrincipal("anonymous")));
    }

    @Test
    void payarasNameForNobodyIsNoCallerUnlessTheRequestSaysSo() {
        assertEquals(Optional.of("another"), caller(new CallerPrincipal("ANONYMOUS")));
    }
}
