package io.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The set of servers for this JVM's integration tests, on the ports that Maven has reserved. It starts and stops with JUnit's
 * session. In a JVM whose tests have servers of their own, it is on free ports, and starts when a test first needs it. In unit
 * tests, it has no effect.
 *
 * <p>Tests that run inside an application server have no access to it, since they are in another JVM.
 */
public final class TestServers implements LauncherSessionListener {

    /** The running set. JUnit cannot pass an object of the listener to Arquillian's tests, so this field is static. */
    private static final AtomicReference<@Nullable Servers> RUNNING = new AtomicReference<>();

    private static final System.Logger LOG = System.getLogger(TestServers.class.getName());

    /**
     * {@return the running set}
     *
     * @throws IllegalStateException if this JVM has none
     */
    public static Servers running() {
        if (Boolean.getBoolean("it.ports.free")) {
            startOnFreePorts();
        }
        return Optional.ofNullable(RUNNING.get())
                .orElseThrow(
                        () -> new IllegalStateException(
                                "No servers run for this JVM: mvn verify starts them when it is given it.primary.port and so on"));
    }

    private static synchronized void startOnFreePorts() {
        if (RUNNING.get() == null) {
            start(() -> Ports.free(1), work().resolve("servers"));
        }
    }

    /** {@return the directory for data and logs of this JVM's tests} */
    public static Path work() {
        return Path.of(System.getProperty("it.directory"));
    }

    /**
     * {@return a separate server with the demo's application, of the same kind as that of Arquillian's tests}
     *
     * @param name the name of its log and directory
     */
    public static ApplicationServer applicationServer(String name, DataSources dataSources) {
        Path target = running().place().checkout().resolve("target");
        return applicationServer(name, dataSources, ServerKind.ofBuild().things(target));
    }

    /**
     * {@return a separate server with another application}
     *
     * @param application a WAR of any name
     */
    public static ApplicationServer applicationServer(String name, DataSources dataSources, Path application) {
        Servers servers = running();
        Product product = ServerKind.ofBuild().product(servers.place(), application, dataSources);
        return new ApplicationServer(servers, product, freePort("the application server"), name);
    }

    /**
     * {@return one of several separate servers with another application}
     *
     * @param application a WAR of any name
     * @param http the port for HTTP
     * @param management the port for the management, which only WildFly has
     */
    public static ApplicationServer applicationServer(
            String name, DataSources dataSources, Path application, Port http, Port management) {
        Servers servers = running();
        Product product = ServerKind.ofBuild().product(servers.place(), application, dataSources, management);
        return new ApplicationServer(servers, product, http, name);
    }

    /**
     * {@return a separate server with all of Jakarta EE: WildFly's full profile, or Payara Server}
     *
     * @param application a WAR of any name
     */
    public static ApplicationServer fullServer(String name, Path application) {
        Servers servers = running();
        Product product = ServerKind.ofBuild().full(servers.place(), application);
        return new ApplicationServer(servers, product, freePort("the application server"), name);
    }

    /**
     * {@return another set of servers, on free ports}
     *
     * @param name the name of its directory
     */
    public static Servers others(String name) throws Exception {
        Servers.Place place = running().place();
        return Servers.start(
                new Servers.Place(
                        place.checkout(), place.programs(), place.work().resolve(name)),
                Ports.free(1),
                Logins.ofTests(System.getenv()),
                line -> LOG.log(System.Logger.Level.DEBUG, line));
    }

    /**
     * {@return the actual address of a deployed application}
     *
     * @param reported the address that Arquillian injects, which has the machine's address instead of loopback
     */
    public static URI applicationAt(URL reported) {
        return URI.create("http://127.0.0.1:" + running().http().number() + reported.getPath());
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("it.directory") == null) {
            return;
        }
        boolean reserved = !Boolean.getBoolean("it.ports.free");
        if (reserved) {
            start(TestServers::reserved, work());
        }
        try {
            // That of this JVM; see pom.xml.
            Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
            Files.createDirectories(work());
            if (reserved) {
                prepareForArquillian();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("The directories of the tests were not created", failed);
        }
    }

    /** Writes what {@code arquillian.xml} names. */
    private static void prepareForArquillian() throws IOException {
        Files.createDirectories(work().resolve("server"));
        // Payara Micro accepts one file with commands only.
        Files.writeString(
                work().resolve("postboot.asadmin"),
                PayaraMicro.postBoot(running().place().checkout().resolve("server-config/payara")));
    }

    private static Ports reserved() {
        return new Ports(
                port("it.primary.port", "the primary"),
                port("it.replica.port", "the replica"),
                port("it.redis.port", "Redis"),
                port("it.http.port", "the application server"));
    }

    private interface ChosenPorts {
        Ports choose() throws IOException;
    }

    private static void start(ChosenPorts ports, Path work) {
        try {
            RUNNING.set(started(ports.choose(), work));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the servers started", interrupted);
        } catch (Exception failed) {
            throw new IllegalStateException("The servers for the tests did not start: " + failed.getMessage(), failed);
        }
    }

    private static Servers started(Ports ports, Path work) throws Exception {
        Path checkout = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path target = checkout.resolve("target");
        return Servers.start(
                new Servers.Place(checkout, target.resolve("servers"), work),
                ports,
                Logins.ofTests(System.getenv()),
                line -> LOG.log(System.Logger.Level.DEBUG, line));
    }

    /** {@return a port for a server of this JVM's tests} */
    static Port freePort(String use) {
        try {
            return Port.anyFree(use);
        } catch (IOException none) {
            throw new UncheckedIOException("For " + use, none);
        }
    }

    private static Port port(String property, String use) {
        return Port.of(property, use);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        Optional.ofNullable(RUNNING.getAndSet(null)).ifPresent(Servers::close);
    }
}
