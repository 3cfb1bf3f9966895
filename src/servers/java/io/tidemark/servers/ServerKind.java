package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Product product(Servers.Place place, Path application, DataSources dataSources) {
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
        List<String> command(Servers.Place place, Path work, int port) throws IOException {
            Path micro = Path.of(System.getProperty("payara.micro.jar"));
            Path configuration = place.checkout().resolve("server-config/payara");
            return java(
                    work,
                    "-jar",
                    scanner(micro, work).toString(),
                    work.resolve("deployments").toString(),
                    "--nocluster",
                    "--disablephonehome",
                    "--port",
                    String.valueOf(port),
                    "--addLibs",
                    System.getProperty("postgresql.driver.jar"),
                    "--prebootcommandfile",
                    configuration.resolve("preboot.asadmin").toString(),
                    "--postbootcommandfile",
                    Files.writeString(work.resolve("postboot.asadmin"), PayaraMicro.postBoot(configuration))
                            .toString());
        }
    },

    WILDFLY("WildFly", " started in ") {
        @Override
        Path things(Path target) {
            return target.resolve("tidemark-things.war");
        }

        @Override
        Product product(Servers.Place place, Path application, DataSources dataSources) {
            return new WildFly(
                    Path.of(System.getProperty("wildfly.home")),
                    application,
                    dataSources,
                    WildFly.Profile.DEFAULT,
                    management());
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

        private Port management() {
            return Port.of("it.own.management.port", "the application server's management");
        }

        @Override
        List<String> command(Servers.Place place, Path work, int port) throws IOException {
            Path home = Path.of(System.getProperty("wildfly.home"));
            WildFly.copyConfiguration(home, work);
            Path configuration = work.resolve("configuration/standalone.xml");
            String text = Files.readString(configuration);
            Files.writeString(configuration, text.replaceFirst("scan-interval=\"\\d+\"", "scan-interval=\"100\""));
            List<String> command = new ArrayList<>(java(work));
            // The same packages as in WildFly's start script.
            Stream.of("lang", "lang.invoke", "lang.reflect", "io", "net", "security", "util", "util.concurrent")
                    .forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
            command.addAll(List.of(
                    "--add-opens=java.management/javax.management=ALL-UNNAMED",
                    "--add-opens=java.naming/javax.naming=ALL-UNNAMED",
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + work,
                    "-Djboss.http.port=" + port,
                    // Any free port, which is not used.
                    "-Djboss.https.port=0",
                    "-Djboss.management.http.port=0",
                    "-jar",
                    home.resolve("jboss-modules.jar").toString(),
                    "-mp",
                    home.resolve("modules").toString(),
                    "org.jboss.as.standalone"));
            return command;
        }
    };

    private final String name;
    private final String ready;

    ServerKind(String name, String ready) {
        this.name = name;
        this.ready = ready;
    }

    static ServerKind ofBuild() {
        String launch = System.getProperty("arquillian.launch");
        return switch (launch) {
            case "payara-micro" -> PAYARA_MICRO;
            case "wildfly" -> WILDFLY;
            default -> throw new IllegalStateException("No such application server: " + launch);
        };
    }

    /** {@return the demo's application in the form that the product deploys} */
    abstract Path things(Path target);

    /** {@return the product with one application and these data sources} */
    abstract Product product(Servers.Place place, Path application, DataSources dataSources);

    /** {@return the product with all of Jakarta EE, which is Payara Server for Payara, and with one application} */
    abstract Product full(Servers.Place place, Path application);

    /** Prepares the server's directory, and returns the command of a server that scans it. */
    abstract List<String> command(Servers.Place place, Path work, int port) throws IOException;

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

    private static List<String> java(Path work, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx1g",
                // The first collection clears soft references, so that tests detect leaks.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                // Payara Micro unpacks itself there.
                "-Djava.io.tmpdir=" + Files.createDirectories(work.resolve("tmp"))));
        command.addAll(List.of(arguments));
        return command;
    }
}
