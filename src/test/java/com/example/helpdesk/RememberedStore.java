package com.example.helpdesk;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.credential.RememberMeCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.RememberMeIdentityStore;
import java.util.Set;

/** Log-in by a cookie. */
@ApplicationScoped
public class RememberedStore implements RememberMeIdentityStore {

    @EJB
    Accounts accounts;

    @Override
    public CredentialValidationResult validate(RememberMeCredential credential) {
        return accounts.remembered(credential.getToken())
                .map(CredentialValidationResult::new)
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }

    @Override
    public String generateLoginToken(CallerPrincipal caller, Set<String> groups) {
        return accounts.remember(caller.getName());
    }

    @Override
    public void removeLoginToken(String token) {
        accounts.forget(token);
    }
}
