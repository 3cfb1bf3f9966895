package com.example.things;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Basic authentication (RFC 7617). A request without credentials is anonymous; a request with wrong credentials is rejected.
 * Otherwise a user who mistyped a password would read anonymously and miss the user's own writes.
 *
 * <p>{@code @BasicAuthenticationMechanismDefinition} is not sufficient. It treats wrong credentials as anonymous where no user
 * is required, and Payara's implementation answers a malformed header with a 500.
 */
@ApplicationScoped
public class BasicAuthentication implements HttpAuthenticationMechanism {

    /** The value of {@code WWW-Authenticate}. */
    static final String CHALLENGE = "Basic realm=\"tidemark\"";

    private static final String SCHEME = "Basic ";

    @Inject
    private IdentityStoreHandler users;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return context.isProtected() || context.isAuthenticationRequest()
                    ? challenge(response)
                    : context.doNothing();
        }
        Optional<CredentialValidationResult> user = credential(authorization)
                .map(users::validate)
                .filter(result -> result.getStatus() == CredentialValidationResult.Status.VALID);
        return user.isPresent() ? context.notifyContainerAboutLogin(user.get()) : challenge(response);
    }

    /** {@return the name and password in an {@code Authorization} header; empty if it contains none} */
    static Optional<UsernamePasswordCredential> credential(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String encoded = authorization.substring(SCHEME.length()).strip();
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new UsernamePasswordCredential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Sends a 401. The error page of {@code web.xml} adds the body. */
    private static AuthenticationStatus challenge(HttpServletResponse response) throws AuthenticationException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        try {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
        } catch (IOException gone) {
            throw new AuthenticationException("The client did not wait for its 401", gone);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
