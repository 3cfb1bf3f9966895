package com.example.idle;

import io.tidemark.Status;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Calls an annotated method, and answers the library's report about it. */
@WebServlet("/idle")
public class IdleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Idle idle;

    @Inject
    transient Provider<Status> status;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        idle.read();
        response.getWriter().print(status.get().problem().orElse("no problem"));
    }
}
