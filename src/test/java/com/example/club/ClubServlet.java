package com.example.club;

import jakarta.annotation.Resource;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/**
 * The number of members. A POST does one thing after the other, as its parameter {@code do} names them, and its response
 * has left when it returns.
 */
@WebServlet("/members")
public class ClubServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Members members;

    @Inject
    transient MembersEjb ejb;

    @Inject
    transient Instance<Door> door;

    @Resource
    transient UserTransaction transaction;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().print(members.count());
            response.getWriter().close();
        } catch (Exception failed) {
            throw new ServletException(failed);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            for (String step : request.getParameter("do").split(",", -1)) {
                carryOut(step, request, response);
            }
            response.getWriter().print("done");
            response.getWriter().close();
        } catch (Exception failed) {
            throw new ServletException(failed);
        }
    }

    private void carryOut(String step, HttpServletRequest request, HttpServletResponse response) throws Exception {
        switch (step) {
            case "add" -> members.add();
            case "add-in-jta" -> members.addInTransaction();
            case "add-in-ejb" -> ejb.add();
            case "begin" -> transaction.begin();
            case "commit" -> transaction.commit();
            case "read" -> members.count();
            case "login" -> door.get().enter(request.getParameter("name"), request, response);
            case "session" -> request.getSession();
            case "new-id" -> request.changeSessionId();
            case "new-session" -> {
                request.getSession().invalidate();
                request.getSession();
            }
            default -> throw new IllegalArgumentException(step);
        }
    }
}
