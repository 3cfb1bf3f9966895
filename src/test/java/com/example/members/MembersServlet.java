package com.example.members;

import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.security.Principal;

/** The application's pages. The last part of the path is the action. */
@WebServlet("/members/*")
public class MembersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Members members;

    @Inject
    transient Reads reads;

    @Inject
    transient Seats seats;

    @Inject
    @Any
    transient Instance<Looks> looks;

    @Inject
    transient Instance<Basket> baskets;

    @Inject
    transient Ends ends;

    @Inject
    transient BeanManager beans;

    @Inject
    transient SecurityContext security;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            response.getWriter().print(answer(request, response));
        } catch (ReflectiveOperationException failed) {
            throw new ServletException(failed);
        }
    }

    private String answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, ReflectiveOperationException {
        return switch (request.getPathInfo()) {
            case "/who" -> name(request.getUserPrincipal());
            case "/change" -> change(request);
            case "/login" -> logIn(request, response);
            case "/logout" -> logOut(request);
            case "/visit" -> looks(Visit.class);
            case "/revisit" -> looks(Revisit.class);
            case "/glance" -> looks(Glance.class);
            case "/basket" -> basket();
            case "/seats" -> seats();
            default -> "unknown";
        };
    }

    private static String name(Principal principal) {
        return principal == null ? "nobody" : principal.getName();
    }

    private String change(HttpServletRequest request) {
        members.change(name(request.getUserPrincipal()), request.getParameter("to"));
        return "changed";
    }

    private String logIn(HttpServletRequest request, HttpServletResponse response) {
        AuthenticationStatus status = security.authenticate(
                request,
                response,
                AuthenticationParameters.withParams()
                        .credential(new UsernamePasswordCredential(
                                request.getParameter("name"), request.getParameter("password"))));
        return status.toString();
    }

    private static String logOut(HttpServletRequest request) throws ServletException {
        request.logout();
        return "logged out";
    }

    private <T extends Looks> String looks(Class<T> how) {
        // Revisit is a Visit, too.
        Instance.Handle<T> bean = looks.select(how)
                .handlesStream()
                .filter(handle -> handle.getBean().getBeanClass() == how)
                .findFirst()
                .orElseThrow();
        String begins = bean.get().begins();
        bean.destroy();
        return begins + " " + ends.last();
    }

    private String basket() {
        Basket basket = baskets.get();
        String calls = basket.atStart() + " " + basket.now();
        basket.end();
        return calls + " " + ends.last();
    }

    private String seats() throws IOException, ReflectiveOperationException {
        String calls = seats.atStart() + " " + seats.now();
        Bean<?> bean = beans.resolve(beans.getBeans(Seats.class));
        Seats instance = (Seats) beans.getContext(SessionScoped.class).get(bean);
        return calls + " " + passivated(instance).now();
    }

    /** {@return a copy of the object by serialization, as after passivation or on another node} */
    private static Seats passivated(Seats seats) throws IOException, ReflectiveOperationException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(seats);
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(java.io.ObjectStreamClass type) throws IOException, ClassNotFoundException {
                return Class.forName(type.getName(), false, loader);
            }
        }) {
            return (Seats) in.readObject();
        }
    }
}
