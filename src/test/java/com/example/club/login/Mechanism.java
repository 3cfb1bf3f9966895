package com.example.club.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.CallerOnlyCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Set;

/** Believes the application, and remembers in the session who has logged in. */
@ApplicationScoped
public class Mechanism implements HttpAuthenticationMechanism {

    private static final String MEMBER = "member";

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (context.getAuthParameters().getCredential() instanceof CallerOnlyCredential member) {
            request.getSession().setAttribute(MEMBER, member.getCaller());
            return context.notifyContainerAboutLogin(member.getCaller(), Set.of());
        }
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(MEMBER) instanceof String known
                ? context.notifyContainerAboutLogin(known, Set.of())
                : context.doNothing();
    }
}
