package io.tidemark.chaos.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Users beside those of the demo, each with the name as the password. */
@ApplicationScoped
public class ChaosUsers implements IdentityStore {

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (credential instanceof UsernamePasswordCredential claim
                && claim.getCaller().startsWith("user-")
                && claim.getPasswordAsString().equals(claim.getCaller())) {
            return new CredentialValidationResult(claim.getCaller());
        }
        return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
}
