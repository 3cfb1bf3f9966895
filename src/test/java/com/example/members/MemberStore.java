package com.example.members;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Optional;

/** Compares passwords. CDI cannot intercept its final method. */
@ApplicationScoped
public class MemberStore implements IdentityStore {

    @Inject
    Members members;

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential claim)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        boolean right = members.password(claim.getCaller()).equals(Optional.of(claim.getPasswordAsString()));
        return right ? new CredentialValidationResult(claim.getCaller()) : CredentialValidationResult.INVALID_RESULT;
    }

    /** A method that CDI cannot intercept. */
    public final String title() {
        return "Members";
    }
}
