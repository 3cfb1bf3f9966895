package io.tidemark.demo;

import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Logins;
import io.tidemark.servers.PayaraMicro;
import io.tidemark.servers.Port;
import io.tidemark.servers.Ports;
import io.tidemark.servers.Servers;
import io.tidemark.servers.Stopping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;

/**
 * Runs the application with a primary, one or two replicas and Redis until it is interrupted. It prints its progress, then
 * the commands to try. It runs in Maven's JVM, whose end by Ctrl-C, SIGTERM or failure stops the servers.
 */
public final class Demo {

    /** Enough for a password that is typed, and that anyone on this machine would have to guess online. */
    private static final int SHORT_PASSWORD = 12;

    private static final long BETWEEN_LOOKS_MILLIS = 200;

    private final Servers servers;
    private final ApplicationServer payara;
    private final Banner banner;

    private Demo(Servers servers, ApplicationServer payara, Banner banner) {
        this.servers = servers;
        this.payara = payara;
        this.banner = banner;
    }

    /**
     * Runs the demo.
     * @param args the project's directory, the unpacked application, Payara Micro's jar, the JDBC driver's jar
     */
    public static void main(String[] args) throws Exception {
        try {
            Path checkout = Path.of(args[0]);
            run(checkout, Path.of(args[1]), new PayaraMicro.Programs(Path.of(args[2]), Path.of(args[3])));
        } catch (Stopping stopping) {
            // Ctrl-C: the JVM ends as soon as the servers have stopped. Maven must not report a result before that.
            new CountDownLatch(1).await();
        } catch (IllegalStateException | IllegalArgumentException failed) {
            say(String.valueOf(failed.getMessage()));
            throw new Refusal();
        }
    }

    private static void run(Path checkout, Path application, PayaraMicro.Programs programs) throws Exception {
        long began = System.nanoTime();
        Ports ports = new Ports(
                Port.of("demo.primary.port", "the primary"),
                replicas(),
                Port.of("demo.redis.port", "Redis"),
                Port.of("demo.http.port", "the application"));
        Logins logins = Logins.ofDemo(System.getenv());
        Path target = checkout.resolve("target");
        Servers.Place place = new Servers.Place(checkout, target.resolve("servers"), target.resolve("demo"));
        try (Servers servers = Servers.startForDemo(place, ports, logins, Demo::say)) {
            ApplicationServer payara = ApplicationServer.payaraMicro(servers, programs, application, "payara");
            Path password = keep(place.work(), logins.superuser().password());
            new Demo(
                            servers,
                            payara,
                            new Banner(
                                    ports, logins, operator(System.getenv()), System.getenv(), place.work(), password))
                    .run(began);
        }
    }

    /** {@return the ports of the replicas, of which the system property demo.replicas has the number} */
    private static List<Port> replicas() {
        String wanted = System.getProperty("demo.replicas", "1");
        Port first = Port.of("demo.replica.port", "the replica");
        return switch (wanted) {
            case "1" -> List.of(first);
            case "2" -> List.of(first, Port.of("demo.replica-2.port", "the second replica"));
            default -> throw new IllegalArgumentException("-Dreplicas=" + wanted + " is not possible: expected 1 or 2");
        };
    }

    /** {@return the operator's password, which is new in each run unless the environment has one} */
    private static String operator(Map<String, String> environment) {
        return environment.getOrDefault(
                "THINGS_OPERATOR_PASSWORD", Logins.random().substring(0, SHORT_PASSWORD));
    }

    /** Writes the superuser's password to a file that only the current user can read. */
    private static Path keep(Path work, String password) throws IOException {
        Path file = Files.createFile(
                work.resolve("superuser-password"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, password + "\n");
    }

    private void run(long began) throws IOException, InterruptedException, SQLException {
        say("Payara Micro: starting on port " + payara.uri().getPort() + ", which takes a while; its log is "
                + payara.log());
        allowPausing();
        payara.start(environment(), "/things");
        say("Ready after " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        print(banner.text());
        obeyKeys();
    }

    private Map<String, String> environment() {
        return Map.of(
                "TIDEMARK_HEADERS",
                "true",
                "THINGS_STATUS_OPEN",
                "true",
                "THINGS_OPERATOR_PASSWORD",
                banner.operatorPassword(),
                "THINGS_REPLAY",
                "true",
                "TIDEMARK_PAGE_ROLE",
                "operator",
                "TIDEMARK_HEALTH_DETAILS",
                "true",
                "TIDEMARK_REPLICA_JNDI",
                exists(2) ? "jdbc/replica,jdbc/replica-2" : "jdbc/replica");
    }

    /** Allows the application to pause replay, for the buttons of the page. Only the demo's servers do. */
    private void allowPausing() throws SQLException {
        for (String function : List.of("pg_wal_replay_pause", "pg_wal_replay_resume")) {
            servers.onPrimary("GRANT EXECUTE ON FUNCTION " + function + "() TO tidemark");
        }
    }

    /**
     * Polls for typed keys. A blocking read would suspend the whole build if it runs in the background of a terminal.
     */
    private void obeyKeys() throws IOException, InterruptedException, SQLException {
        Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8);
        while (payara.running()) {
            if (System.in.available() > 0 && typed.hasNextLine() && !obey(typed.nextLine())) {
                return;
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        servers.failIfStopping();
        throw new IllegalStateException("Payara Micro has ended; see " + payara.log());
    }

    /** {@return false if the user asked to end the demo} */
    private boolean obey(String typed) throws SQLException, InterruptedException {
        String wish = typed.trim().toLowerCase(Locale.ROOT);
        if (wish.startsWith("d ")) {
            addDatabase(wish.substring(2).trim());
            return true;
        }
        switch (wish) {
            case "p" -> pause(1);
            case "r" -> resume(1);
            case "p2" -> pause(2);
            case "r2" -> resume(2);
            case "q" -> {
                return false;
            }
            default ->
                say("p pauses replay, r resumes it" + (exists(2) ? ", p2 and r2 on the second replica" : "")
                        + ", d and a name makes a database, q quits");
        }
        return true;
    }

    private boolean exists(int number) {
        return number <= servers.postgres().replicas().size();
    }

    /** Says so if there is no such replica. */
    private boolean isMissing(int number) {
        if (!exists(number)) {
            say("There is one replica. mvn -Pdemo without -Dreplicas=1 starts a second one");
        }
        return !exists(number);
    }

    private void pause(int number) throws SQLException, InterruptedException {
        if (isMissing(number)) {
            return;
        }
        servers.postgres().pauseReplay(servers.replica(number));
        say("Replay is paused: the " + servers.replica(number).name()
                + " receives, but does not show, what is written now");
    }

    private void resume(int number) throws SQLException {
        if (isMissing(number)) {
            return;
        }
        servers.postgres().resumeReplay(servers.replica(number));
        say("Replay on the " + servers.replica(number).name() + " goes on");
    }

    private void addDatabase(String name) {
        try {
            servers.addDatabase(name);
            say("Database, user and password " + name + " are made, on the primary and so on the replica");
        } catch (SQLException | IllegalArgumentException refused) {
            say("No database was made: " + refused.getMessage());
        }
    }

    private static void say(String line) {
        print("[demo] " + line);
    }

    @SuppressWarnings("SystemOut") // The output is for the user, not for a log.
    private static void print(String text) {
        System.out.println(text);
        System.out.flush();
    }

    /** Fails the build without the stack trace that Maven would print. */
    private static final class Refusal extends IllegalStateException {
        private static final long serialVersionUID = 1;

        Refusal() {
            super("the demo has ended, for the reason above");
            setStackTrace(new StackTraceElement[0]);
        }
    }
}
