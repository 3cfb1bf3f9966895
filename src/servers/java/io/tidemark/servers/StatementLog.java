package io.tidemark.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The log of the statements of all sessions of a PostgreSQL server, until {@link #close}. Not thread-safe.
 */
public final class StatementLog implements AutoCloseable {

    private static final Pattern PROCESS = Pattern.compile("\\[\\d+]");
    private static final Pattern STATEMENT = Pattern.compile(" LOG:  (?:statement|execute [^:]+): (.*)");
    private static final Duration TO_LOG = Duration.ofSeconds(10);

    private final PostgresServer server;
    private String begin;

    /** Makes the server log each statement. */
    public StatementLog(PostgresServer server) throws Exception {
        this.server = server;
        set("all");
        Await.until("log_statement = all", TO_LOG, () -> "all".equals(server.query("SHOW log_statement")));
        this.begin = mark();
    }

    private void set(String which) throws SQLException {
        server.execute("ALTER SYSTEM SET log_statement = '" + which + "'");
        server.execute("SELECT pg_reload_conf()");
    }

    /** Writes a unique line. */
    private String mark() throws SQLException {
        String mark = UUID.randomUUID().toString();
        server.execute("SELECT '" + mark + "'");
        return mark;
    }

    /** Ignores the log so far. */
    public void restart() throws SQLException {
        begin = mark();
    }

    /** {@return the number of statements since the last restart that contain the text} */
    public int count(String text) throws Exception {
        return sessions(text).size();
    }

    /** {@return the process ids of the sessions of these statements, one for each statement} */
    public List<String> sessions(String text) throws Exception {
        return lines().stream()
                .filter(line -> line.contains(text))
                .map(StatementLog::process)
                .toList();
    }

    /** {@return all statements since the last restart of the sessions that sent a statement with the text} */
    public List<String> ofSessionsWith(String text) throws Exception {
        List<String> lines = lines();
        Set<String> sessions = lines.stream()
                .filter(line -> line.contains(text))
                .map(StatementLog::process)
                .collect(Collectors.toSet());
        return lines.stream()
                .filter(line -> PROCESS.matcher(line).find() && sessions.contains(process(line)))
                .map(line -> STATEMENT.matcher(line))
                .filter(Matcher::find)
                .map(statement -> statement.group(1))
                .toList();
    }

    private List<String> lines() throws Exception {
        String end = mark();
        Await.until("the log of " + end, TO_LOG, () -> all().contains(end));
        String logged = all();
        return logged.substring(logged.indexOf(begin), logged.indexOf(end))
                .lines()
                .toList();
    }

    private static String process(String line) {
        Matcher process = PROCESS.matcher(line);
        if (!process.find()) {
            throw new IllegalStateException("No process: " + line);
        }
        return process.group();
    }

    private String all() throws IOException {
        return Files.readString(server.log(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        set("none");
    }
}
