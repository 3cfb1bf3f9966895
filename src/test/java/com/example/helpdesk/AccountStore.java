package com.example.helpdesk;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Log-in by password. */
@ApplicationScoped
public class AccountStore implements IdentityStore {

    @EJB
    Accounts accounts;

    /** Called by the container, which finds it by its parameter. */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        return accounts.knows(credential.getCaller(), credential.getPassword().getValue())
                ? new CredentialValidationResult(credential.getCaller())
                : CredentialValidationResult.INVALID_RESULT;
    }
}
