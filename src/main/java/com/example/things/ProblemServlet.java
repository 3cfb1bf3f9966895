package com.example.things;

import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * The error page of {@code web.xml}, which converts every error outside the API into a problem document. The container
 * forwards failed authentication, malformed requests and exceptions of filters to it. The container has already logged the
 * exception.
 */
@WebServlet("/problem")
public class ProblemServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        of(request).writeTo(response);
    }

    private static Problem of(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR
                && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
            return of(status);
        }
        // A client requested the error page itself.
        return Problem.of(NOT_FOUND);
    }

    private static Problem of(int status) {
        return Optional.<Response.StatusType>ofNullable(Response.Status.fromStatusCode(status))
                .map(Problem::of)
                .orElseGet(() -> new Problem(status, "Error " + status, Optional.empty(), Optional.empty()));
    }
}
