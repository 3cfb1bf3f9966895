package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The kinds of application servers from which a build chooses. Each starts as a {@link Product} with one application, or with a
 * scanner of the directory {@code deployments}.
 */
enum ServerKind {
    PAYARA_MICRO("Payara Micro", " ready in ") {
        @Override
        Path things(Path target) {
            return target.resolve("tidemark-things");
        }

        @Override
        Product product(Servers.Place place, Path application, DataSources dataSources, Port management) {
            return new PayaraMicro(
                    place.checkout(),
                    new PayaraMicro.Programs(
                            Path.of(System.getProperty("payara.micro.jar")),
                            Path.of(System.getProperty("postgresql.driver.jar"))),
                    application,
                    dataSources);
        }

        @Override
        Product full(Servers.Place place, Path application) {
            return new PayaraServer(
                    place.checkout(),
                    new PayaraMicro.Programs(
                            Path.of(System.getProperty("payara.server.home")),
                            Path.of(System.getProperty("postgresql.driver.jar"))),
                    application);
        }

        @Override
        List<String> command(Servers.Place place, Path work, Start start) throws IOException {
            Path micro = Path.of(System.getProperty("payara.micro.jar"));
            Path configuration = place.checkout().resolve("server-config/payara");
            return java(
                    work,
                    start.jvm(),
                    "-jar",
                    scanner(micro, work).toString(),
                    work.resolve("deployments").toString(),
                    "--nocluster",
                    "--disablephonehome",
                    "--port",
                    String.valueOf(start.http()),
                    "--addLibs",
                    System.getProperty("postgresql.driver.jar"),
                    "--prebootcommandfile",
                    configuration.resolve("preboot.asadmin").toString(),
                    "--postbootcommandfile",
                    Files.writeString(
                                    work.resolve("postboot.asadmin"),
                                    PayaraMicro.postBoot(configuration, start.usual(), start.more()))
                            .toString());
        }

        @Override
        int health(Start start) {
            return start.http();
        }

        @Override
        List<String> toAddReplica(Path checkout, int number) throws IOException {
            return forReplica(number, checkout.resolve("server-config/payara/replica-2.asadmin"), "create-");
        }

        @Override
        List<String> toRemoveReplica(int number) {
            return List.of(
                    "delete-jdbc-resource jdbc/replica-" + number,
                    "delete-jdbc-connection-pool replica-" + number + "-pool");
        }

        /** Payara Micro has no port for commands. The scanner runs them inside its JVM. */
        @Override
        void administer(List<String> commands, Path work, Start start) throws IOException, InterruptedException {
            Path order = work.resolve("deployments").resolve(PayaraScanner.COMMANDS);
            // One atomic step, since the server may scan at any time.
            Path whole = Files.write(work.resolve(PayaraScanner.COMMANDS), commands);
            Files.move(whole, order, StandardCopyOption.ATOMIC_MOVE);
            Await.until("the end of " + commands, TO_RUN, () -> !Files.exists(order));
            String failures = Files.readString(Path.of(order + ".answer"));
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures);
            }
        }
    },

    WILDFLY("WildFly", " started in ") {
        @Override
        Path things(Path target) {
            return target.resolve("tidemark-things.war");
        }

        @Override
        Product product(Servers.Place place, Path application, DataSources dataSources, Port management) {
            return new WildFly(
                    Path.of(System.getProperty("wildfly.home")),
                    application,
                    dataSources,
                    WildFly.Profile.DEFAULT,
                    management);
        }

        @Override
        Product full(Servers.Place place, Path application) {
            return new WildFly(
                    Path.of(System.getProperty("wildfly.home")),
                    application,
                    DataSources.AS_CONFIGURED,
                    WildFly.Profile.FULL,
                    management());
        }

        @Override
        List<String> command(Servers.Place place, Path work, Start start) throws IOException {
            Path home = Path.of(System.getProperty("wildfly.home"));
            WildFly.copyConfiguration(home, work);
            Path configuration = work.resolve("configuration/standalone.xml");
            String text = Files.readString(configuration);
            Files.writeString(
                    configuration,
                    WildFly.withTelemetry(
                                    WildFly.withHealth(WildFly.withDataSources(text, start.usual(), start.more())))
                            .replaceFirst("scan-interval=\"\\d+\"", "scan-interval=\"100\""));
            List<String> command = new ArrayList<>(java(work, start.jvm()));
            // The same packages as in WildFly's start script.
            Stream.of("lang", "lang.invoke", "lang.reflect", "io", "net", "security", "util", "util.concurrent")
                    .forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
            command.addAll(List.of(
                    "--add-opens=java.management/javax.management=ALL-UNNAMED",
                    "--add-opens=java.naming/javax.naming=ALL-UNNAMED",
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + work,
                    "-Djboss.http.port=" + start.http(),
                    // Any free port, which is not used.
                    "-Djboss.https.port=0",
                    "-Djboss.management.http.port=" + start.management(),
                    "-jar",
                    home.resolve("jboss-modules.jar").toString(),
                    "-mp",
                    home.resolve("modules").toString(),
                    "org.jboss.as.standalone"));
            return command;
        }

        @Override
        int health(Start start) {
            return start.management();
        }

        @Override
        List<String> toAddReplica(Path checkout, int number) throws IOException {
            return forReplica(
                    number,
                    checkout.resolve("server-config/wildfly/tidemark.cli"),
                    "data-source add --name=replica-2 ");
        }

        @Override
        List<String> toRemoveReplica(int number) {
            // Without the header, it takes effect only when the server is reloaded.
            return List.of(
                    "data-source remove --name=replica-" + number + " --headers={allow-resource-service-restart=true}");
        }

        @Override
        void administer(List<String> commands, Path work, Start start) throws IOException, InterruptedException {
            Path home = Path.of(System.getProperty("wildfly.home"));
            Path script = Files.write(work.resolve("commands.cli"), commands);
            ProcessBuilder cli = new ProcessBuilder(List.of(
                    home.resolve("bin/jboss-cli.sh").toString(),
                    "--connect",
                    "--controller=127.0.0.1:" + start.management(),
                    "--file=" + script));
            cli.environment().put("JBOSS_HOME", home.toString());
            cli.environment().put("JAVA_HOME", System.getProperty("java.home"));
            cli.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
            Verdict verdict = Verdict.of(cli);
            if (verdict.status() != 0) {
                throw new IllegalStateException(commands + ": " + verdict.output());
            }
        }
    };

    private static final Duration TO_RUN = Duration.ofSeconds(30);

    private final String name;
    private final String ready;

    /**
     * The ports and the data sources of a server that scans a directory.
     *
     * @param usual the data sources with the usual names
     * @param more further data sources, whose names have a suffix
     * @param jvm options of the JVM
     */
    record Start(int http, int management, DataSources usual, List<DataSources> more, List<String> jvm) {

        /** The options that suit tests: a fast start, and a first collection that clears soft references to detect leaks. */
        static final List<String> FOR_TESTS =
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g", "-XX:SoftRefLRUPolicyMSPerMB=0");
    }

    ServerKind(String name, String ready) {
        this.name = name;
        this.ready = ready;
    }

    static ServerKind ofBuild() {
        return named(System.getProperty("arquillian.launch"));
    }

    /** {@return the kind with a qualifier of {@code arquillian.xml}} */
    static ServerKind named(String launch) {
        return switch (launch) {
            case "payara-micro" -> PAYARA_MICRO;
            case "wildfly" -> WILDFLY;
            default -> throw new IllegalStateException("No such application server: " + launch);
        };
    }

    /** {@return the demo's application in the form that the product deploys} */
    abstract Path things(Path target);

    /** {@return the product with one application and these data sources, on any free port for the management} */
    Product product(Servers.Place place, Path application, DataSources dataSources) {
        return product(place, application, dataSources, management());
    }

    /**
     * {@return the product with one application and these data sources}
     *
     * @param management the port for the management, which only WildFly has
     */
    abstract Product product(Servers.Place place, Path application, DataSources dataSources, Port management);

    /** {@return the product with all of Jakarta EE, which is Payara Server for Payara, and with one application} */
    abstract Product full(Servers.Place place, Path application);

    /** Prepares the server's directory, and returns the command of a server that scans it. */
    abstract List<String> command(Servers.Place place, Path work, Start start) throws IOException;

    /** {@return the port of {@code health/ready}} */
    abstract int health(Start start);

    /** {@return the commands that add a replica's data source, as {@code server-config} has that of the second one} */
    abstract List<String> toAddReplica(Path checkout, int number) throws IOException;

    /** {@return the commands in a file for the second replica that begin like this, for another one} */
    private static List<String> forReplica(int number, Path commands, String beginning) throws IOException {
        return Files.readString(commands)
                .lines()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.replace("replica-2", "replica-" + number).replace("REPLICA_2", "REPLICA_" + number))
                .toList();
    }

    /** {@return the commands that remove it} */
    abstract List<String> toRemoveReplica(int number);

    /**
     * Runs commands in a server that was started with {@link #command}.
     *
     * @throws IllegalStateException with the answer, if one fails
     */
    abstract void administer(List<String> commands, Path work, Start start) throws IOException, InterruptedException;

    private static Port management() {
        return TestServers.freePort("the application server's management");
    }

    /** {@return the text in the log of a server that is ready} */
    String ready() {
        return ready;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Makes a jar that starts the scanner, with the class path and the rights in Payara Micro's own manifest. */
    private static Path scanner(Path micro, Path work) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        try (JarFile itself = new JarFile(micro.toFile())) {
            main.putAll(itself.getManifest().getMainAttributes());
        }
        main.put(Attributes.Name.MAIN_CLASS, PayaraScanner.class.getName());
        main.put(Attributes.Name.CLASS_PATH, micro.toUri().toString());
        Path jar = work.resolve("scanner.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream scanner = new JarOutputStream(file, manifest)) {
            String name = PayaraScanner.class.getName().replace('.', '/') + ".class";
            scanner.putNextEntry(new JarEntry(name));
            try (InputStream code = PayaraScanner.class.getResourceAsStream("/" + name)) {
                Objects.requireNonNull(code).transferTo(scanner);
            }
        }
        return jar;
    }

    private static List<String> java(Path work, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        // Payara Micro unpacks itself there.
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(work.resolve("tmp")));
        command.addAll(List.of(arguments));
        return command;
    }
}
