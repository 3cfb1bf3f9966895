package com.example.doors;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compares a password with the one in the database. */
final class Comparison {

    private Comparison() {}

    static CredentialValidationResult of(
            Credential credential, String only, Function<String, Optional<String>> password) {
        if (!(credential instanceof UsernamePasswordCredential claim)
                || !claim.getCaller().equals(only)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        return password.apply(only).equals(Optional.of(claim.getPasswordAsString()))
                ? new CredentialValidationResult(only, Set.of("member"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
