package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * WildFly, configured by {@code server-config/wildfly}. Each start uses a new copy of the configured base directory, with
 * MicroProfile Health added. The programs are shared and not changed.
 */
final class WildFly implements Product {

    private static final String DEPLOYMENT = "ROOT.war";
    private static final String CONFIGURATION = "configuration/standalone.xml";

    private final Path home;
    private final Path application;
    private final DataSources dataSources;
    private final Profile profile;
    private final Port management;

    /** The profile of Jakarta EE. */
    enum Profile {
        /** {@code standalone.xml}, which {@code server-config} configures. */
        DEFAULT,
        /** {@code standalone-full.xml}, with messages and the same data sources. */
        FULL
    }

    /**
     * Describes a server that has not been started.
     *
     * @param home the directory of the installation
     * @param application the WAR
     */
    WildFly(Path home, Path application, DataSources dataSources, Profile profile, Port management) {
        this.home = home;
        this.application = application;
        this.dataSources = dataSources;
        this.profile = profile;
        this.management = management;
    }

    @Override
    public String name() {
        return "WildFly";
    }

    @Override
    public ProcessBuilder command(Path work, Port listening) throws IOException {
        copyConfiguration(home, work);
        String configured = withHealth(changed(Files.readString(work.resolve(CONFIGURATION)), dataSources));
        Files.writeString(
                work.resolve(CONFIGURATION),
                switch (profile) {
                    case DEFAULT -> configured;
                    case FULL -> full(configured, Files.readString(work.resolve("configuration/standalone-full.xml")));
                });
        // Copied before the start, so that the server deploys it while it boots.
        Files.copy(
                application,
                Files.createDirectories(work.resolve("deployments")).resolve(DEPLOYMENT));
        Path temporary = Files.createDirectories(work.resolve("java"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + work,
                "-Djboss.http.port=" + listening.number(),
                // Any free port, since TLS is not used.
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=" + management.number()));
        Map<String, String> environment = builder.environment();
        environment.put("JBOSS_HOME", home.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Djava.io.tmpdir=" + temporary);
        // Otherwise the script would not forward the signal to stop.
        environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        return builder;
    }

    /** Copies the configuration of the installation to a base directory. */
    static void copyConfiguration(Path home, Path work) throws IOException {
        Path to = Files.createDirectories(work.resolve("configuration"));
        try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    /** {@return the full profile with the changes of {@code server-config} to the default one} */
    private static String full(String configured, String full) throws IOException {
        String changed = DataSources.with(full, element(configured, "datasources"), element(full, "datasources"));
        for (String iiop : List.of("3528", "3529")) {
            changed = DataSources.with(changed, "port=\"" + Port.anyFree() + "\"", "port=\"" + iiop + "\"");
        }
        // The last occurrence; the one before belongs to EJBs.
        int web = changed.lastIndexOf(" security-domain=\"ApplicationDomain\"");
        return changed.substring(0, web) + " integrated-jaspi=\"false\"" + changed.substring(web);
    }

    private static String element(String configuration, String name) {
        String end = "</" + name + ">";
        return configuration.substring(
                configuration.indexOf("<" + name + ">"), configuration.indexOf(end) + end.length());
    }

    /** {@return the configuration with data sources of several kinds, the first of which has the usual names} */
    static String withDataSources(String configuration, DataSources usual, List<DataSources> more) {
        StringBuilder all = new StringBuilder();
        for (DataSources kind : more) {
            String changed = changed(configuration, kind);
            for (String name : List.of("primary", "replica")) {
                all.append(pool(changed, name)
                        .replace("/jdbc/" + name + "\"", "/jdbc/" + name + kind.suffix() + "\"")
                        .replace("pool-name=\"" + name + "\"", "pool-name=\"" + name + kind.suffix() + "\""));
            }
        }
        return DataSources.with(changed(configuration, usual), all + "<drivers>", "<drivers>");
    }

    /** {@return the element of a data source, or of one for XA} */
    private static String pool(String configuration, String name) {
        Matcher element = Pattern.compile(
                        "<(xa-datasource|datasource) [^>]*\"java:/jdbc/" + name + "\".*?</\\1>", Pattern.DOTALL)
                .matcher(configuration);
        if (!element.find()) {
            throw new IllegalArgumentException("The configuration has no " + name);
        }
        return element.group();
    }

    private static String changed(String configuration, DataSources dataSources) {
        int replica = configuration.indexOf("<datasource jta=\"false\" jndi-name=\"java:/jdbc/replica\"");
        int after = configuration.indexOf("<drivers>");
        String before = configuration.substring(0, replica);
        String ofReplica = configuration.substring(replica, after);
        String rest = configuration.substring(after);
        return switch (dataSources) {
            case AS_CONFIGURED, ONE_REPLICA -> configuration;
            case WITH_LOGS ->
                Stream.of("org.jboss.jca.core.connectionmanager.pool.strategy", "org.jboss.jca.adapters.jdbc")
                        .reduce(configuration, (left, category) -> DataSources.with(left, "of." + category, category));
            case WITHOUT_REPLICA -> before + rest;
            case SMALL_PRIMARY -> small(before, 2, "5000") + ofReplica + rest;
            case SMALL_POOLS -> small(before, 3, "5000") + small(ofReplica, 3, "1000") + rest;
            case OWN_PASSWORDS ->
                DataSources.with(before, "env.PRIMARY_PASSWORD", "env.DATABASE_PASSWORD")
                        + DataSources.with(ofReplica, "env.REPLICA_PASSWORD", "env.DATABASE_PASSWORD")
                        + rest;
            case XA_PRIMARY -> withXaPrimary(before) + ofReplica + rest;
            case REPLICA_IN_JTA_XA_PRIMARY -> withXaPrimary(before) + inJta(ofReplica) + rest;
            case BROKEN_REPLICA -> before + DataSources.with(ofReplica, "<driver>none<", "<driver>postgresql<") + rest;
            case EXCHANGED ->
                DataSources.with(before, "env.REPLICA_PORT", "env.PRIMARY_PORT")
                        + DataSources.with(ofReplica, "env.PRIMARY_PORT", "env.REPLICA_PORT")
                        + rest;
            case UNKNOWN_HOST ->
                before + DataSources.with(ofReplica, "no-such-host.invalid", "${env.REPLICA_HOST:localhost}") + rest;
            case OTHER_REPLICA -> before + DataSources.with(ofReplica, "env.OTHER_PORT", "env.REPLICA_PORT") + rest;
        };
    }

    private static String inJta(String ofReplica) {
        return DataSources.with(ofReplica, "jta=\"true\"", "jta=\"false\"");
    }

    private static String withXaPrimary(String before) {
        int primary = before.indexOf("<datasource jta=\"true\" jndi-name=\"java:/jdbc/primary\"");
        String end = "</datasource>";
        int after = before.indexOf(end, primary) + end.length();
        return before.substring(0, primary)
                + """
                <xa-datasource jndi-name="java:/jdbc/primary" pool-name="primary" enabled="true">
                  <xa-datasource-property name="ServerName">${env.PRIMARY_HOST}</xa-datasource-property>
                  <xa-datasource-property name="PortNumber">${env.PRIMARY_PORT}</xa-datasource-property>
                  <xa-datasource-property name="DatabaseName">${env.DATABASE_NAME}</xa-datasource-property>
                  <xa-datasource-property name="User">${env.DATABASE_USER}</xa-datasource-property>
                  <xa-datasource-property name="Password">${env.DATABASE_PASSWORD}</xa-datasource-property>
                  <xa-datasource-class>org.postgresql.xa.PGXADataSource</xa-datasource-class>
                  <driver>postgresql</driver>
                </xa-datasource>"""
                + before.substring(after);
    }

    private static String small(String pool, int size, String patience) {
        return DataSources.with(
                DataSources.with(pool, "<max-pool-size>" + size + "<", "<max-pool-size>32<"),
                "<blocking-timeout-millis>20000<",
                "<blocking-timeout-millis>" + patience + "<");
    }

    /** {@return the configuration as the manual's two commands for MicroProfile Health change it} */
    static String withHealth(String configuration) {
        String extension = "<extension module=\"org.wildfly.extension.microprofile.health-smallrye\"/>";
        String subsystem =
                "<subsystem xmlns=\"urn:wildfly:microprofile-health-smallrye:3.0\" security-enabled=\"false\"/>";
        return DataSources.with(
                DataSources.with(configuration, extension + "</extensions>", "</extensions>"),
                "<profile>" + subsystem,
                "<profile>");
    }

    /** {@return the configuration as the manual's commands for OpenTelemetry change it} */
    static String withTelemetry(String configuration) {
        String extensions =
                """
                <extension module="org.wildfly.extension.microprofile.telemetry"/>
                <extension module="org.wildfly.extension.opentelemetry"/>""";
        String subsystems =
                """
                <subsystem xmlns="urn:wildfly:microprofile-telemetry:1.0"/>
                <subsystem xmlns="urn:wildfly:opentelemetry:1.1"/>""";
        return DataSources.with(
                DataSources.with(configuration, extensions + "</extensions>", "</extensions>"),
                "<profile>" + subsystems,
                "<profile>");
    }

    @Override
    public boolean settled(Path work, Path log) {
        Path deployments = work.resolve("deployments");
        return Files.exists(deployments.resolve(DEPLOYMENT + ".deployed"))
                || Files.exists(deployments.resolve(DEPLOYMENT + ".failed"));
    }

    @Override
    public URI health(Port listening) {
        return management.uri();
    }
}
