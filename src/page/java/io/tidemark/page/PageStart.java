package io.tidemark.page;

import io.tidemark.web.PageSettings;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Registers the page with the container if {@code tidemark.page.role} is set. Without it, no path of the application is used.
 *
 * <p>All paths are exact, so that an application may use other paths below {@value #ROOT}.
 */
@WebListener
public class PageStart implements ServletContextListener {

    static final String ROOT = "/tidemark";

    /** A script that the application adds to the page. */
    static final String OWN_SCRIPT = "/WEB-INF/tidemark-page.js";

    private static final String OWN_SCRIPT_TAG = "<script src=\"own.js\" defer></script>";

    private static final String NAME = "io.tidemark.page.";

    private static final System.Logger LOG = System.getLogger(PageStart.class.getName());

    /** Wrong settings cause an exception, which at an injection point would hide the library's own message. */
    @Inject
    Provider<PageSettings> settings;

    @Inject
    LivePage live;

    /** For the thread that starts and ends the application. */
    private boolean registered;

    @Override
    public void contextInitialized(ServletContextEvent started) {
        role().ifPresent(role -> {
            register(started.getServletContext(), role);
            registered = true;
        });
    }

    private Optional<String> role() {
        try {
            return settings.get().role();
        } catch (RuntimeException wrong) {
            // The library's own listener reads the same settings, and fails the deployment with the reason.
            LOG.log(System.Logger.Level.DEBUG, "There is no status page, since the settings cannot be read", wrong);
            return Optional.empty();
        }
    }

    /** Ends the open pages, for whose requests a container might wait. */
    @Override
    public void contextDestroyed(ServletContextEvent ended) {
        if (registered) {
            live.stop();
        }
    }

    private void register(ServletContext context, String role) {
        context.declareRoles(role);
        Map<String, Servlet> servlets = servlets(context);
        servlets.forEach((path, servlet) -> {
            ServletRegistration.Dynamic added = context.addServlet(NAME + path, servlet);
            if (added == null || !added.addMapping(path).isEmpty()) {
                throw new IllegalStateException("Tidemark cannot start, since tidemark.page.role=" + role
                        + ": the application has a servlet for " + path
                        + "; expected none. Move it, or remove the setting for no page");
            }
            added.setAsyncSupported(true);
        });
        FilterRegistration.Dynamic filter = context.addFilter(NAME + "filter", new PageFilter(role));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(
                EnumSet.of(DispatcherType.REQUEST), true, servlets.keySet().toArray(String[]::new));
    }

    private Map<String, Servlet> servlets(ServletContext context) {
        Map<String, Servlet> servlets = new LinkedHashMap<>();
        PageFile page = PageFile.of("page.html");
        try (InputStream own = context.getResourceAsStream(OWN_SCRIPT)) {
            if (own != null) {
                servlets.put(ROOT + "/own.js", new PageServlet(PageFile.of(OWN_SCRIPT, own)));
            } else {
                page = page.without(OWN_SCRIPT_TAG);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(OWN_SCRIPT, unreadable);
        }
        servlets.put(ROOT, new PageServlet(page));
        servlets.put(ROOT + "/", new PageServlet(page));
        for (String name : new String[] {"page.js", "page.css", "uPlot.iife.min.js", "uPlot.min.css"}) {
            servlets.put(ROOT + "/" + name, new PageServlet(PageFile.of(name)));
        }
        servlets.put(ROOT + "/events", new EventsServlet(live));
        servlets.put(ROOT + "/switch", new SwitchServlet(live));
        return servlets;
    }
}
