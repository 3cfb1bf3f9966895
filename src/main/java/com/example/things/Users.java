package com.example.things;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * The users that may write: {@code alice}, {@code bob}, and {@code operator} if it has a password.
 *
 * <p>The setting {@code things.<name>.password} is the password, for example {@code THINGS_ALICE_PASSWORD} in the
 * environment. The default password of alice and bob is the name, which is for demonstrations only. An environment variable
 * without a usable value fails the start. The passwords are hashed when the application starts.
 */
@ApplicationScoped
public class Users implements IdentityStore {

    /** The user, group and role that may see the status. */
    static final String OPERATOR = "operator";

    /** The hash for an unknown user, which makes the check take as long as for a known one. */
    private static final PasswordHash NOBODY = PasswordHash.of("nobody");

    private final Map<String, PasswordHash> hashes;

    /** For the container's proxy. */
    protected Users() {
        hashes = Map.of();
    }

    @Inject
    Users(Config config) {
        this(new ThingsSettings(config, System.getenv()));
    }

    Users(ThingsSettings settings) {
        Map<String, PasswordHash> known = new HashMap<>();
        known.put("alice", PasswordHash.of(password(settings, "alice").orElse("alice")));
        known.put("bob", PasswordHash.of(password(settings, "bob").orElse("bob")));
        password(settings, OPERATOR).ifPresent(password -> known.put(OPERATOR, PasswordHash.of(password)));
        hashes = Map.copyOf(known);
    }

    private static Optional<String> password(ThingsSettings settings, String name) {
        return settings.secret("things." + name + ".password");
    }

    /** Creates the bean, and therefore the hashes, before the first request. */
    void atStart(@Observes Startup startup) {}

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential claim)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        String name = claim.getCaller();
        PasswordHash known = hashes.getOrDefault(name, NOBODY);
        boolean right = known.matches(claim.getPasswordAsString()) && hashes.containsKey(name);
        return right ? new CredentialValidationResult(name, groups(name)) : CredentialValidationResult.INVALID_RESULT;
    }

    private static Set<String> groups(String name) {
        return name.equals(OPERATOR) ? Set.of(OPERATOR) : Set.of();
    }
}
