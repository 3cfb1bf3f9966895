package com.example.kiosk;

import io.tidemark.Status;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** The last part of the path is the kind of read. POST adds a paper. */
@WebServlet("/kiosk/*")
public class KioskServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Papers papers;

    @Inject
    transient PapersEjb ejb;

    @Inject
    transient Provider<Status> status;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().print(answer(request.getPathInfo()));
        } catch (SQLException failed) {
            throw new ServletException(failed);
        }
    }

    private Object answer(String kind) throws SQLException {
        return switch (kind) {
            case "/any" -> papers.countOfAnyTime();
            case "/ejb" -> ejb.count();
            case "/primary" -> status.get().primary();
            default -> papers.count();
        };
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            papers.add();
        } catch (SQLException failed) {
            throw new ServletException(failed);
        }
    }
}
