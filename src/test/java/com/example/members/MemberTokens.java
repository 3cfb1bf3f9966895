package com.example.members;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.credential.RememberMeCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.RememberMeIdentityStore;
import java.util.Set;
import java.util.UUID;

/** Remembers who has logged in. */
@ApplicationScoped
public class MemberTokens implements RememberMeIdentityStore {

    @Inject
    Members members;

    @Override
    public CredentialValidationResult validate(RememberMeCredential credential) {
        return members.remembered(credential.getToken())
                .map(CredentialValidationResult::new)
                .orElse(CredentialValidationResult.INVALID_RESULT);
    }

    @Override
    public String generateLoginToken(CallerPrincipal caller, Set<String> groups) {
        String token = UUID.randomUUID().toString();
        members.remember(caller.getName(), token);
        return token;
    }

    @Override
    public void removeLoginToken(String token) {
        members.forget(token);
    }
}
