package com.example.guestbook;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** The number of entries; one more by POST. */
@WebServlet("/entries")
public class GuestbookServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Entries entries;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().print(entries.count());
        } catch (SQLException failed) {
            throw new ServletException(failed);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            entries.add();
        } catch (SQLException failed) {
            throw new ServletException(failed);
        }
        doGet(request, response);
    }
}
