package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** Open Liberty, configured by {@code server-config/liberty}, which runs for a whole test run. */
public final class Liberty implements DeployableContainer<LibertyConfiguration> {

    private static final String SERVER = "tidemark";
    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_DEPLOY = Duration.ofMinutes(2);

    private Optional<Started> started = Optional.empty();
    private LibertyConfiguration configuration = new LibertyConfiguration();

    private record Started(Child process, Path log, Path directory) {}

    @Override
    public Class<LibertyConfiguration> getConfigurationClass() {
        return LibertyConfiguration.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public void setup(LibertyConfiguration given) {
        configuration = given;
    }

    @Override
    public void start() throws LifecycleException {
        try {
            started = Optional.of(run());
        } catch (IOException failed) {
            throw new LifecycleException("Open Liberty was not started", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LifecycleException("Interrupted while Open Liberty started", interrupted);
        }
    }

    private Started run() throws IOException, InterruptedException {
        Servers servers = TestServers.running();
        Path user = configuration.user();
        Directories.delete(user);
        Path directory = Files.createDirectories(user.resolve("servers").resolve(SERVER));
        Files.createDirectories(directory.resolve("apps"));
        Files.createDirectories(directory.resolve("configDropins/overrides"));
        Files.copy(
                servers.place().checkout().resolve("server-config/liberty/server.xml"),
                directory.resolve("server.xml"));
        Files.copy(
                configuration.driver(),
                Files.createDirectories(user.resolve("shared/resources")).resolve("postgresql.jar"));
        Path log = servers.place().work().resolve("liberty.log");
        Files.deleteIfExists(log);
        ProcessBuilder builder =
                new ProcessBuilder(configuration.home().resolve("bin/server").toString(), "run", SERVER);
        builder.environment().put("WLP_USER_DIR", user.toString());
        builder.environment().put("HTTP_PORT", String.valueOf(configuration.port()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JVM_ARGS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g");
        Child process = servers.children().named("Open Liberty", log, Process::destroy);
        process.start(builder);
        process.awaitReady(TO_START, () -> Files.readString(log).contains("CWWKF0011I"));
        return new Started(process, log, directory);
    }

    @Override
    public void stop() throws LifecycleException {
        try {
            if (started.isPresent()) {
                started.get().process().stop();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LifecycleException("Interrupted while Open Liberty stopped", interrupted);
        }
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String application = application(archive);
        Path directory = started.orElseThrow().directory();
        archive.as(ZipExporter.class)
                .exportTo(directory.resolve("apps").resolve(archive.getName()).toFile(), true);
        await(
                "deploying " + application,
                "CWWKZ0001I: Application " + application + " started",
                () -> Files.move(
                        Files.writeString(
                                directory.resolve(application + ".xml"), element(application, archive.getName())),
                        override(archive),
                        StandardCopyOption.ATOMIC_MOVE));
        HTTPContext context = new HTTPContext("127.0.0.1", configuration.port());
        context.add(new Servlet("ArquillianServletRunnerEE9", "/" + application));
        return new ProtocolMetaData().addContext(context);
    }

    private static String element(String application, String file) {
        return """
                <server>
                  <webApplication id="%1$s" name="%1$s" location="%2$s" contextRoot="/%1$s">
                    <classloader commonLibraryRef="postgresql"/>
                  </webApplication>
                </server>
                """
                .formatted(application, file);
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        String application = application(archive);
        await(
                "undeploying " + application,
                "CWWKZ0009I: The application " + application + " has stopped successfully",
                () -> Files.delete(override(archive)));
    }

    private Path override(Archive<?> archive) {
        return started.orElseThrow()
                .directory()
                .resolve("configDropins/overrides")
                .resolve(application(archive) + ".xml");
    }

    private static String application(Archive<?> archive) {
        return archive.getName().replaceFirst("\\.war$", "");
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Changes the configuration, and waits for the message in the log. */
    private void await(String what, String message, Change change) throws DeploymentException {
        Path log = started.orElseThrow().log();
        try {
            int before = Files.readString(log).length();
            change.make();
            Await.until(what, TO_DEPLOY, () -> {
                String said = Files.readString(log).substring(before);
                if (said.contains("CWWKZ0002E") || said.contains("CWWKZ0012I")) {
                    throw new Await.GivenUp(what + " failed; see " + log);
                }
                return said.contains(message);
            });
        } catch (IOException | IllegalStateException failed) {
            throw new DeploymentException(what + " failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DeploymentException("Interrupted while " + what, interrupted);
        }
    }
}
