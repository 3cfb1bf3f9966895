package com.example.helpdesk;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.security.Principal;

/** Sign-up, log-in, and a user's own data. */
@RequestScoped
@Path("account")
public class AccountResource {

    @EJB
    Accounts accounts;

    @Inject
    SecurityContext security;

    @Inject
    HttpServletRequest request;

    @POST
    public Response signUp(
            @FormParam("name") String name,
            @FormParam("password") String password,
            @Context HttpServletResponse response) {
        accounts.register(name, password);
        return logIn(name, password, false, response);
    }

    @POST
    @Path("login")
    public Response logIn(
            @FormParam("name") String name,
            @FormParam("password") String password,
            @FormParam("remember") boolean remember,
            @Context HttpServletResponse response) {
        AuthenticationStatus status = security.authenticate(
                request,
                response,
                AuthenticationParameters.withParams()
                        .credential(new UsernamePasswordCredential(name, password))
                        .newAuthentication(true)
                        .rememberMe(remember));
        return Response.status(
                        status == AuthenticationStatus.SUCCESS
                                ? Response.Status.NO_CONTENT
                                : Response.Status.UNAUTHORIZED)
                .build();
    }

    @PUT
    @Path("password")
    public void password(@FormParam("password") String now) {
        accounts.password(user(), now);
    }

    @PUT
    @Path("phone")
    public String phone(@FormParam("phone") String now) {
        return accounts.phone(user(), now);
    }

    @GET
    @Path("phone")
    public String phone() {
        return accounts.phone(user());
    }

    @GET
    public String user() {
        Principal caller = security.getCallerPrincipal();
        if (caller == null) {
            throw new NotAuthorizedException("Form");
        }
        return caller.getName();
    }
}
