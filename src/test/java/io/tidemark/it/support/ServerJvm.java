package io.tidemark.it.support;

import com.sun.tools.attach.VirtualMachine;
import io.tidemark.RoutingMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The inside of another JVM of this machine, through its management agent. */
public final class ServerJvm implements AutoCloseable {

    private static final ObjectName DIAGNOSIS = name("com.sun.management:type=DiagnosticCommand");

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ServerJvm(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    // The connector would look an address of RMI up; this one comes from the JVM itself.
    @SuppressWarnings("BanJNDI")
    public static ServerJvm of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            return new ServerJvm(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (JMException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    /** The names of the MBeans of a domain. */
    public Set<String> names(String domain) throws IOException {
        return beans.queryNames(name(domain + ":*"), null).stream()
                .map(ObjectName::getCanonicalName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the live threads that begin so. */
    public List<String> threads(String prefix) throws IOException {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null)
                .map(ThreadInfo::getThreadName)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** {@return whether a thread is in a method of that class} */
    public boolean isIn(String className) throws IOException {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Stream.of(threads.dumpAllThreads(false, false))
                .flatMap(thread -> Stream.of(thread.getStackTrace()))
                .anyMatch(frame -> frame.getClassName().equals(className));
    }

    /** {@return the number of class loaders with a class of that name, after a garbage collection} */
    public long loadersOf(String className) throws Exception {
        ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class)
                .gc();
        return diagnosis("vmClassHierarchy", className)
                .filter(line -> line.contains(className + "/"))
                .count();
    }

    /** {@return the number of live instances of a class of that name, of all loaders} */
    public long instancesOf(String className) throws Exception {
        // A line: number, instances, bytes, name.
        return diagnosis("gcClassHistogram")
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(className))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    /** {@return the output of a {@code jcmd} command} */
    private Stream<String> diagnosis(String command, String... arguments) throws Exception {
        Object[] parameters = {arguments};
        String[] signature = {String[].class.getName()};
        return ((String) beans.invoke(DIAGNOSIS, command, parameters, signature)).lines();
    }

    /** {@return the MBean of an application} */
    public RoutingMXBean routing(String application) {
        return JMX.newMXBeanProxy(beans, routingOf(application), RoutingMXBean.class);
    }

    private static ObjectName routingOf(String application) {
        return name("io.tidemark:type=Routing,application=/" + application);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
