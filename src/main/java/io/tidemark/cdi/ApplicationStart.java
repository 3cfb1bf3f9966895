package io.tidemark.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Makes the application's instance when the application starts, so that what is wrong fails the deployment.
 *
 * <p>Not at CDI's own event of the start: on Payara that comes before the names in {@code java:app}, among them the data
 * sources that an application defines for itself, can be looked up. At the end, Payara removes these data sources before it
 * destroys the beans; the connections that Tidemark keeps are returned before that.
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
