package io.tidemark.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
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

    /** The listener of the jar {@code tidemark-page}. */
    private static final String PAGE = "io/tidemark/page/PageStart.class";

    private static final System.Logger LOG = System.getLogger(ApplicationStart.class.getName());

    @Inject
    Tidemark tidemark;

    @Override
    public void contextInitialized(ServletContextEvent started) {
        ServletContext context = started.getServletContext();
        tidemark.start(context.getContextPath());
        tidemark.page()
                .role()
                .filter(role -> context.getClassLoader().getResource(PAGE) == null)
                .ifPresent(ApplicationStart::warnOfNoPage);
    }

    private static void warnOfNoPage(String role) {
        LOG.log(
                System.Logger.Level.WARNING,
                "tidemark.page.role={0} has no effect: the application does not contain the status page. Expected the jar"
                        + " io.tidemark:tidemark-page in WEB-INF/lib; add it, or remove the setting",
                role);
    }

    @Override
    public void contextDestroyed(ServletContextEvent ended) {
        tidemark.leaveServers();
    }
}
