package com.example.club.login;

import com.example.club.Door;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Logs members in by Jakarta Security. */
@ApplicationScoped
public class FrontDoor implements Door {

    @Inject
    SecurityContext security;

    @Override
    public void enter(String member, HttpServletRequest request, HttpServletResponse response) {
        AuthenticationStatus status = security.authenticate(
                request, response, AuthenticationParameters.withParams().credential(new CallerOnlyCredential(member)));
        if (status != AuthenticationStatus.SUCCESS) {
            throw new IllegalStateException(member + " could not log in: " + status);
        }
    }
}
