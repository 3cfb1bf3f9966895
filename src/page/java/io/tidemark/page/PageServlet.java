package io.tidemark.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Serves one file of the page, and redirects the path without a slash at the end. */
final class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient PageFile file;

    PageServlet(PageFile file) {
        this.file = file;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(PageStart.ROOT)) {
            response.sendRedirect(request.getContextPath() + PageStart.ROOT + "/");
            return;
        }
        response.setContentType(file.type());
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(file.octets().length);
        response.getOutputStream().write(file.octets());
    }
}
