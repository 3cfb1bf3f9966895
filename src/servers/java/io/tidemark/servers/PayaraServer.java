package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Payara Server, configured by the commands in {@code server-config/payara}. Each start uses a new copy of the distribution's
 * domain. The programs are shared and not changed.
 */
final class PayaraServer implements Product {

    private static final String DOMAIN = "domain1";

    private final Path configuration;
    private final PayaraMicro.Programs programs;
    private final Path application;

    /**
     * Describes a server that has not been started.
     *
     * @param checkout the project's directory
     * @param programs the programs, where the server is the unpacked distribution
     * @param application the WAR
     */
    PayaraServer(Path checkout, PayaraMicro.Programs programs, Path application) {
        this.configuration = checkout.resolve("server-config/payara");
        this.programs = programs;
        this.application = application;
    }

    @Override
    public String name() {
        return "Payara Server";
    }

    @Override
    public ProcessBuilder command(Path work, Port listening) throws IOException {
        Path domain = work.resolve(DOMAIN);
        copy(programs.server().resolve("glassfish/domains").resolve(DOMAIN), domain);
        Files.copy(programs.driver(), domain.resolve("lib/postgresql.jar"));
        Path description = domain.resolve("config/domain.xml");
        Files.writeString(description, onOwnPorts(Files.readString(description), listening));
        Path deploy = Files.writeString(
                work.resolve("postboot.asadmin"),
                PayaraMicro.postBoot(configuration) + "\ndeploy --contextroot / --name application "
                        + application.toAbsolutePath() + "\n");
        List<String> command = new ArrayList<>(startDomain(work, deploy));
        command.addAll(1, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return new ProcessBuilder(command);
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(from)) {
            all = found.toList();
        }
        for (Path path : all) {
            Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Replaces the ports. The commands bind to loopback, except for messages, which Payara adds to the domain later. */
    private static String onOwnPorts(String domain, Port listening) throws IOException {
        String changed = withMessages(domain, Port.anyFree());
        changed = DataSources.with(changed, "port=\"" + listening.number() + "\"", "port=\"8080\"");
        for (String port : List.of("8181", "4848", "3700", "3820", "3920", "8686")) {
            changed = DataSources.with(changed, "port=\"" + Port.anyFree() + "\"", "port=\"" + port + "\"");
        }
        return changed;
    }

    /** Adds the listener that Payara would add at the first use of messages, but on loopback. */
    private static String withMessages(String domain, int port) {
        String service = "<payara-executor-service-configuration />";
        String resources = "</resources>";
        String reference = "<resource-ref ref=\"jdbc/__default\" />";
        String withService = DataSources.with(
                domain,
                """
                <jms-service default-jms-host="default_JMS_host" type="EMBEDDED">
                  <jms-host host="127.0.0.1" port="%d" name="default_JMS_host" admin-user-name="admin" \
                admin-password="admin" lazy-init="true"/>
                </jms-service>"""
                                .formatted(port)
                        + service,
                service);
        String withFactory = DataSources.with(
                withService,
                """
                <connector-connection-pool name="jms/pool" max-pool-size="250" steady-pool-size="1" \
                resource-adapter-name="jmsra" connection-definition-name="jakarta.jms.ConnectionFactory"/>
                <connector-resource pool-name="jms/pool" jndi-name="jms/__defaultConnectionFactory" \
                object-type="system-all-req"/>"""
                        + resources,
                resources);
        return DataSources.with(
                withFactory, "<resource-ref ref=\"jms/__defaultConnectionFactory\"/>" + reference, reference);
    }

    /** {@return the command that {@code asadmin start-domain} would run in the background} Here it must run in the foreground. */
    private List<String> startDomain(Path domains, Path postBoot) throws IOException {
        Process asadmin = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        programs.server()
                                .resolve("glassfish/lib/client/appserver-cli.jar")
                                .toString(),
                        "start-domain",
                        "--dry-run",
                        "--domaindir",
                        domains.toString(),
                        "--prebootcommandfile",
                        configuration.resolve("loopback.asadmin").toString(),
                        "--postbootcommandfile",
                        postBoot.toString(),
                        DOMAIN))
                .start();
        String answer = new String(asadmin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> command = answer.lines()
                .filter(Predicate.not(String::isBlank))
                .filter(line -> !line.startsWith("Dump of ") && !line.startsWith("Command "))
                .toList();
        if (command.size() < 2) {
            throw new IOException("asadmin start-domain --dry-run said " + answer);
        }
        return command;
    }

    @Override
    public boolean settled(Path work, Path log) throws IOException {
        return Files.readString(log).contains("Boot Command deploy ");
    }

    @Override
    public URI health(Port listening) {
        return listening.uri();
    }
}
