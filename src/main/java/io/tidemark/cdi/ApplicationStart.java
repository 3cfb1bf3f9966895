package io.tidemark.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Starts the library with the application, so that local faults fail the deployment.
 *
 * <p>CDI's own start event is too early. On Payara it precedes the names in {@code java:app}, which include the data sources
 * that an application defines. At the end, Payara removes these data sources before it destroys the beans. This listener
 * returns the connections that Tidemark keeps before that.
 */
@WebListener
public class ApplicationStart implements ServletContextListener {

    @Inject
    Tidemark tidemark;

    @Override
    public void contextInitialized(ServletContextEvent started) {
        tidemark.start(started.getServletContext().getContextPath());
    }

    @Override
    public void contextDestroyed(ServletContextEvent ended) {
        tidemark.leaveServers();
    }
}
