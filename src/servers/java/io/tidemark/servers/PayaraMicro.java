package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Payara Micro, configured by the commands in {@code server-config/payara}. */
public final class PayaraMicro implements Product {

    private final Path configuration;
    private final Programs programs;
    private final Path application;
    private final DataSources dataSources;

    /**
     * The programs of Payara.
     *
     * @param server {@code payara-micro.jar}
     * @param driver PostgreSQL's JDBC driver
     */
    public record Programs(Path server, Path driver) {}

    /**
     * Describes a server that has not been started.
     *
     * @param checkout the project's directory
     * @param application the directory with the unpacked WAR
     */
    PayaraMicro(Path checkout, Programs programs, Path application, DataSources dataSources) {
        this.configuration = checkout.resolve("server-config/payara");
        this.programs = programs;
        this.application = application;
        this.dataSources = dataSources;
    }

    @Override
    public String name() {
        return "Payara Micro";
    }

    @Override
    public ProcessBuilder command(Path work, Port listening) throws IOException {
        Path postBoot =
                Files.writeString(work.resolve("postboot.asadmin"), changed(postBoot(configuration), dataSources));
        return new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Halves the time to start, and is fast enough for a demonstration.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Some locales keep MicroProfile Config from finding the demo's environment variables.
                "-Duser.language=en",
                "-Duser.country=US",
                // Payara Micro unpacks itself there.
                "-Djava.io.tmpdir=" + work,
                "-jar",
                programs.server().toString(),
                "--nocluster",
                "--disablephonehome",
                "--port",
                String.valueOf(listening.number()),
                "--addLibs",
                programs.driver().toString(),
                "--prebootcommandfile",
                configuration.resolve("preboot.asadmin").toString(),
                "--postbootcommandfile",
                postBoot.toString(),
                "--deploy",
                application.toString(),
                "--contextroot",
                "/"));
    }

    /** {@return the commands for the data sources of the primary and of two replicas} */
    static String postBoot(Path configuration) throws IOException {
        return Files.readString(configuration.resolve("postboot.asadmin"))
                + Files.readString(configuration.resolve("replica-2.asadmin"));
    }

    /** {@return the commands for data sources of several kinds, the first of which has the usual names} */
    static String postBoot(Path configuration, DataSources usual, List<DataSources> more) throws IOException {
        String commands = postBoot(configuration);
        StringBuilder all = new StringBuilder(changed(commands, usual)).append('\n');
        for (DataSources kind : more) {
            changed(commands, kind)
                    .lines()
                    .filter(line -> line.matches("create-jdbc-.* (primary|replica)-pool( .*)?"))
                    .map(line -> line.replaceAll("(primary-pool|replica-pool|jdbc/\\w+)", "$1" + kind.suffix()))
                    .forEach(line -> all.append(line).append('\n'));
        }
        return all.toString();
    }

    private static String changed(String commands, DataSources dataSources) {
        return switch (dataSources) {
            case AS_CONFIGURED -> commands;
            case ONE_REPLICA -> commands.substring(0, commands.indexOf("# The data source of a second replica"));
            case WITH_LOGS -> DataSources.with(commands, "# ", "set-log-levels ");
            case WITHOUT_REPLICA ->
                DataSources.with(
                        commands, "# no replica", "create-jdbc-resource --connectionpoolid replica-pool jdbc/replica");
            case SMALL_PRIMARY ->
                DataSources.with(
                        commands,
                        "--maxpoolsize 2 --poolresize 1 --maxwait 20000",
                        "--maxpoolsize 32 --poolresize 2 --maxwait 5000");
            case SMALL_POOLS ->
                DataSources.with(
                        DataSources.with(
                                commands,
                                "--maxpoolsize 3 --poolresize 1 --maxwait 20000",
                                "--maxpoolsize 32 --poolresize 2 --maxwait 5000"),
                        "--maxpoolsize 3 --poolresize 1 --maxwait 20000",
                        "--maxpoolsize 32 --poolresize 2 --maxwait 1000");
            case OWN_PASSWORDS ->
                DataSources.with(
                        DataSources.with(commands, "ENV=PRIMARY_PASSWORD", "ENV=DATABASE_PASSWORD"),
                        "ENV=REPLICA_PASSWORD",
                        "ENV=DATABASE_PASSWORD");
            case XA_PRIMARY -> withXaPrimary(commands);
            case REPLICA_IN_JTA_XA_PRIMARY -> withReplicaInJta(withXaPrimary(commands));
            case BROKEN_REPLICA ->
                commands.replace(
                        "PGSimpleDataSource --restype javax.sql.DataSource --non",
                        "NoDataSource --restype javax.sql.DataSource --non");
            case EXCHANGED ->
                DataSources.with(
                        DataSources.with(commands, "ENV=PRIMARY_PORT", "ENV=REPLICA_PORT"),
                        "ENV=REPLICA_PORT",
                        "ENV=PRIMARY_PORT");
            case UNKNOWN_HOST -> DataSources.with(commands, "no-such-host.invalid", "${ENV=REPLICA_HOST}");
            case OTHER_REPLICA -> DataSources.with(commands, "ENV=OTHER_PORT", "ENV=REPLICA_PORT");
        };
    }

    private static String withXaPrimary(String commands) {
        return DataSources.with(
                commands,
                "org.postgresql.xa.PGXADataSource --restype javax.sql.XADataSource",
                "org.postgresql.ds.PGSimpleDataSource --restype javax.sql.DataSource");
    }

    private static String withReplicaInJta(String commands) {
        return DataSources.with(commands, "", "--nontransactionalconnections=true ");
    }

    @Override
    public boolean settled(Path work, Path log) throws IOException {
        return Files.readString(log).contains(" ready in ");
    }

    @Override
    public URI health(Port listening) {
        return listening.uri();
    }
}
