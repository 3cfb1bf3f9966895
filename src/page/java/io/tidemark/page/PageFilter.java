package io.tidemark.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Admits users in the role of the page, and adds the security headers to each response. */
final class PageFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Only files of this application: no inline script, nothing from another host, not inside another page. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String role;

    PageFilter(String role) {
        this.role = role;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
        if (request.isUserInRole(role)) {
            chain.doFilter(request, response);
        } else if (request.getUserPrincipal() != null) {
            forbid(response);
        } else if (!authenticates(request, response)) {
            if (!response.isCommitted() && response.getStatus() < HttpServletResponse.SC_MULTIPLE_CHOICES) {
                requireUser(response);
            }
        } else if (request.isUserInRole(role)) {
            chain.doFilter(request, response);
        } else {
            forbid(response);
        }
    }

    /** Lets the container ask for the user. False if it has sent the response, or has no mechanism for that. */
    private static boolean authenticates(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            return request.authenticate(response) && request.getUserPrincipal() != null;
        } catch (ServletException noMechanism) {
            return false;
        }
    }

    private void requireUser(HttpServletResponse response) throws IOException {
        Refusal.of(
                        HttpServletResponse.SC_UNAUTHORIZED,
                        "The status page needs a user in the role " + role
                                + " (tidemark.page.role). Log in to the application first.")
                .writeTo(response);
    }

    private void forbid(HttpServletResponse response) throws IOException {
        Refusal.of(
                        HttpServletResponse.SC_FORBIDDEN,
                        "The status page needs a user in the role " + role
                                + " (tidemark.page.role), and you are not in it. Give your user that role in the"
                                + " application server, or set tidemark.page.role to a role that exists.")
                .writeTo(response);
    }
}
