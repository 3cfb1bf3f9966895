package io.tidemark.load.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/**
 * Users whose password equals the name. The demo hashes passwords for a millisecond, which would hide the cost of everything
 * else.
 */
@ApplicationScoped
public class LoadUsers implements IdentityStore {

    private static final String PREFIX = "user-";

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (credential instanceof UsernamePasswordCredential claim
                && claim.getCaller().startsWith(PREFIX)
                && claim.compareTo(claim.getCaller(), claim.getCaller())) {
            return new CredentialValidationResult(claim.getCaller());
        }
        return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }

    /** {@return the place before the demo's own store} */
    @Override
    public int priority() {
        return 1;
    }
}
