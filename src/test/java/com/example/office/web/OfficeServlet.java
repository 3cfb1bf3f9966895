package com.example.office.web;

import com.example.office.ejb.Desk;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The number of letters; one more by POST. */
@WebServlet("/entries")
public class OfficeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @EJB
    transient Desk desk;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(desk.count());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        desk.add();
        doGet(request, response);
    }
}
