package com.example.doors;

import com.example.members.Members;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Changes a password, by POST; tries one by the identity stores or by the servlet's own log-in. */
@WebServlet("/public")
public class PublicServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Members members;

    @Inject
    transient IdentityStoreHandler stores;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        members.change(request.getParameter("name"), request.getParameter("password"));
        response.getWriter().print("changed");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        String password = request.getParameter("password");
        try {
            String outcome =
                    switch (request.getParameter("by")) {
                        case "stores" ->
                            stores.validate(new UsernamePasswordCredential(name, password))
                                    .getStatus()
                                    .name();
                        default -> logIn(request, name, password);
                    };
            response.getWriter().print(outcome);
        } catch (ServletException refused) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, refused.getMessage());
        }
    }

    private static String logIn(HttpServletRequest request, String name, String password) throws ServletException {
        request.login(name, password);
        return request.getUserPrincipal().getName();
    }
}
