package com.example.doors;

import com.example.members.Members;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Changes a password, by POST, or logs in with one by the server's own method. */
@WebServlet("/public")
public class PublicServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Members members;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        members.change(request.getParameter("name"), request.getParameter("password"));
        response.getWriter().print("changed");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            request.login(request.getParameter("name"), request.getParameter("password"));
            response.getWriter().print(request.getUserPrincipal().getName());
        } catch (ServletException refused) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, refused.getMessage());
        }
    }
}
