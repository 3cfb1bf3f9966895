package io.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** How the servers that a build may choose are started so that they watch {@code deployments} in their directory. */
enum ServerKind {
    PAYARA_MICRO("Payara Micro", " ready in ") {
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
                    configuration.resolve("postboot.asadmin").toString());
        }
    },

    WILDFLY("WildFly", " started in ") {
        @Override
        List<String> command(Servers.Place place, Path work, int port) throws IOException {
            Path home = Path.of(System.getProperty("wildfly.home"));
            for (String part : List.of("configuration", "lib")) {
                copy(home.resolve("standalone").resolve(part), work.resolve(part));
            }
            Path configuration = work.resolve("configuration/standalone.xml");
            String text = Files.readString(configuration);
            Files.writeString(configuration, text.replaceFirst("scan-interval=\"\\d+\"", "scan-interval=\"100\""));
            List<String> command = new ArrayList<>(java(work));
            // What its own start script opens to it.
            Stream.of("lang", "lang.invoke", "lang.reflect", "io", "net", "security", "util", "util.concurrent")
                    .forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
            command.addAll(List.of(
                    "--add-opens=java.management/javax.management=ALL-UNNAMED",
                    "--add-opens=java.naming/javax.naming=ALL-UNNAMED",
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + work,
                    "-Djboss.http.port=" + port,
                    // Any that is free: nobody asks there.
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
        return "wildfly".equals(System.getProperty("arquillian.launch")) ? WILDFLY : PAYARA_MICRO;
    }

    /** Prepares its directory, and says what to run. */
    abstract List<String> command(Servers.Place place, Path work, int port) throws IOException;

    /** What its log says once it is ready. */
    String ready() {
        return ready;
    }

    @Override
    public String toString() {
        return name;
    }

    /** A jar that starts the scanner, on the class path and with the rights that Payara Micro's own manifest asks for. */
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
                // What is reachable only softly goes with the first collection, so that tests see what is held for
                // good.
                "-XX:SoftRefLRUPolicyMSPerMB=0",
                // Payara Micro unpacks itself there.
                "-Djava.io.tmpdir=" + Files.createDirectories(work.resolve("tmp"))));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
