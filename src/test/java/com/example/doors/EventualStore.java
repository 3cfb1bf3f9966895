package com.example.doors;

import io.tidemark.Freshness;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Knows eve, and says itself how fresh her password must be. */
@ApplicationScoped
@RoutedReads(Freshness.EVENTUAL)
public class EventualStore implements IdentityStore {

    @Inject
    Passwords passwords;

    @Override
    public CredentialValidationResult validate(Credential credential) {
        return Comparison.of(credential, "eve", passwords::of);
    }
}
