package com.example.doors;

import com.example.members.Members;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Knows bob. */
@Stateless
public class EjbStore implements IdentityStore {

    @Inject
    Members members;

    @Override
    public CredentialValidationResult validate(Credential credential) {
        return Comparison.of(credential, "bob", members::password);
    }
}
