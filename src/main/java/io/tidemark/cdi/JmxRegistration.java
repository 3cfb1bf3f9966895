package io.tidemark.cdi;

import io.tidemark.RoutingMXBean;
import java.util.Optional;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Registers the application's MBean under a unique name while the application runs.
 *
 * <p>It logs failures and does not throw: an application still routes without JMX. For the threads that start and stop the
 * application.
 */
final class JmxRegistration implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JmxRegistration.class.getName());

    /** The maximum number of applications with one context path, on virtual hosts of one server. */
    private static final int INSTANCES = 9;

    private final MBeanServer server;
    private volatile Optional<ObjectName> registered = Optional.empty();

    JmxRegistration(MBeanServer server) {
        this.server = server;
    }

    /**
     * Registers the MBean under the first free name.
     *
     * @param contextPath the application's; empty for the server's root
     */
    void register(String contextPath, RoutingMXBean routing) {
        try {
            for (int instance = 1; instance <= INSTANCES; instance++) {
                ObjectName name = name(contextPath, instance);
                if (add(name, routing)) {
                    if (instance > 1) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "Another application has the name {0} in JMX; this one is {1}",
                                name(contextPath, 1),
                                name);
                    }
                    return;
                }
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Not in JMX: the name {0} and its further instances are taken",
                    name(contextPath, 1));
        } catch (JMException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "Not in JMX", failed);
        }
    }

    /** Tries to register, without a check before: another application may start at the same time. */
    private boolean add(ObjectName name, RoutingMXBean routing) throws JMException {
        try {
            // The server's answer has the name to remember: the server may have added a domain.
            registered = Optional.of(server.registerMBean(routing, name).getObjectName());
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
    }

    /** Returns the name of an application. The first instance has no number. */
    private static ObjectName name(String contextPath, int instance) throws JMException {
        String application = contextPath.isEmpty() ? "/" : contextPath;
        String value = application.matches("[^\",=:*?\n]+") ? application : ObjectName.quote(application);
        String further = instance == 1 ? "" : ",instance=" + instance;
        return new ObjectName("io.tidemark:type=Routing,application=" + value + further);
    }

    @Override
    public void close() {
        try {
            Optional<ObjectName> name = registered;
            registered = Optional.empty();
            if (name.isPresent()) {
                server.unregisterMBean(name.get());
            }
        } catch (JMException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "Not removed from JMX", failed);
        }
    }
}
