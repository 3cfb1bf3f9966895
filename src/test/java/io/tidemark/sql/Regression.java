package io.tidemark.sql;

import io.tidemark.postgres.PostgresCatalogue;
import io.tidemark.servers.DebianPostgres;
import io.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Runs PostgreSQL's own regression tests on Debian's PostgreSQL, and each statement of them that looks like a read on a standby,
 * too; says how often the classifier was right,
 * and keeps the statements in {@code target/regression/found.txt}.
 *
 * <p>Not a test: it takes about twenty minutes. The scripts are in Debian's source package of the installed version ({@code
 * apt-get source postgresql-15}). Then
 *
 * <pre>
 * mvn test-compile org.codehaus.mojo:exec-maven-plugin:java -Dexec.classpathScope=test
 *     -Dexec.mainClass=io.tidemark.sql.Regression -Dexec.args="postgresql-15-15.18/src/test/regress"
 * </pre>
 *
 * <p>Further arguments choose scripts. Functions of {@code regress.so}, which Debian does not have, are missing.
 */
final class Regression implements AutoCloseable {

    private static final Set<String> LIKE_READS =
            Set.of("select", "with", "values", "table", "explain", "show", "(", "((", "(((");

    /** The commands that cannot change the catalogue. */
    private static final Set<String> LEAVE_CATALOGUE =
            Set.of("insert", "update", "delete", "set", "reset", "begin", "commit", "rollback", "analyze", "vacuum");

    private static final Set<String> REFUSALS = Set.of("25006", "0A000", "XX000", "55000");

    private final DebianPostgres servers;
    private final Path scripts;
    private final RegressionFindings found = new RegressionFindings();
    private final Classifier classifier = new Classifier();
    private Connection primary;
    private Connection standby;
    private boolean known;
    private boolean replayed;

    private Regression(DebianPostgres servers, Path scripts) throws Exception {
        this.servers = servers;
        this.scripts = scripts;
        servers.cluster().primary().execute("CREATE DATABASE regression");
        servers.cluster().awaitReplica();
        this.primary = on(servers.cluster().primary()).getConnection();
        this.standby = primary;
        reconnect();
    }

    /**
     * Runs them and prints what was found.
     *
     * @param args the directory with {@code parallel_schedule}; names of scripts, all of the schedule if none
     */
    public static void main(String[] args) throws Exception {
        Path checkout = Path.of("").toAbsolutePath();
        Path scripts = Path.of(args[0]).toAbsolutePath();
        try (DebianPostgres servers = DebianPostgres.start(checkout, checkout.resolve("target/regression"));
                Regression run = new Regression(servers, scripts)) {
            List<String> names = args.length > 1 ? List.of(args).subList(1, args.length) : run.schedule();
            for (String name : names) {
                run.script(name);
                run.found.save(checkout.resolve("target/regression/found.txt"));
            }
            run.found.print();
        }
    }

    private List<String> schedule() throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(scripts.resolve("parallel_schedule"))) {
            if (line.startsWith("test: ")) {
                names.addAll(List.of(line.substring("test: ".length()).trim().split("\\s+")));
            }
        }
        return names;
    }

    private PGSimpleDataSource on(PostgresServer server) {
        PGSimpleDataSource source = (PGSimpleDataSource) server.superuser();
        source.setDatabaseName("regression");
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return source;
    }

    private void reconnect() throws SQLException {
        close();
        primary = on(servers.cluster().primary()).getConnection();
        standby = on(servers.cluster().replica()).getConnection();
        RegressionAnswer.of(primary, new RegressionScript.Step("SET statement_timeout = '20s'", ""));
        RegressionAnswer.of(standby, new RegressionScript.Step("SET statement_timeout = '20s'", ""));
    }

    private void script(String name) throws Exception {
        Map<String, String> variables = Map.of("abs_srcdir", scripts.toString(), "abs_builddir", scripts.toString());
        reconnect();
        for (RegressionScript.Step step :
                RegressionScript.steps(Files.readString(scripts.resolve("sql").resolve(name + ".sql")), variables)) {
            if (step.equals(RegressionScript.Step.RECONNECT) || primary.isClosed() || standby.isClosed()) {
                reconnect();
            } else {
                step(step);
            }
        }
        System.out.println(name + " " + found.counts());
    }

    private void step(RegressionScript.Step step) throws Exception {
        String first = step.sql().split("[\\s;(]", 2)[0].toLowerCase(Locale.ROOT);
        boolean outside = ((BaseConnection) primary).getTransactionState() == TransactionState.IDLE;
        if (!outside || !(LIKE_READS.contains(first) || step.sql().startsWith("("))) {
            RegressionAnswer.of(primary, step);
            if (first.equals("set") || first.equals("reset")) {
                awaitReplay();
                RegressionAnswer.of(standby, step);
            }
            known &= LEAVE_CATALOGUE.contains(first);
            replayed = false;
            return;
        }
        learn();
        awaitReplay();
        compare(step, classifier.verdict(step.sql()));
    }

    private void learn() throws CatalogueUnavailable {
        if (!known) {
            CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
            new PostgresCatalogue(on(servers.cluster().primary()), Duration.ofSeconds(30)).read(builder);
            classifier.learn(builder.build());
            known = true;
        }
    }

    private void awaitReplay() throws Exception {
        if (!replayed) {
            servers.cluster().awaitReplica();
            replayed = true;
        }
    }

    private void compare(RegressionScript.Step step, Verdict verdict) throws SQLException {
        RegressionAnswer there = RegressionAnswer.of(standby, step);
        RegressionAnswer here = RegressionAnswer.of(primary, step);
        boolean alike = there.equals(here);
        if (verdict == Verdict.WRITE) {
            // It may have made something.
            known = false;
            replayed = false;
            boolean needless = here.ran() && alike;
            String reason =
                    classifier.cause(step.sql()).map(WriteCause::toString).orElse("");
            found.note(
                    !here.ran() ? "WRITE, fails" : needless ? "WRITE, needless: " + reason : "WRITE, necessary",
                    step.sql());
        } else if (verdict == Verdict.READ_OF_SETTINGS) {
            // The primary's, unless the settings are known.
            found.note("READ of settings, " + (alike ? "alike" : "different"), step.sql());
        } else if (!here.ran() && !there.ran()) {
            found.note(
                    REFUSALS.contains(there.state()) && !alike ? "READ, refused, fails here, too" : "READ, fails",
                    step.sql());
        } else if (alike) {
            found.note("READ, sound", step.sql());
        } else if (there.ran() && !RegressionAnswer.of(primary, step).equals(here)) {
            found.note("READ, varying", step.sql());
        } else if (namesTemporary(step.sql())) {
            // The application's connection that made it stays on the primary.
            found.note("READ of a temporary relation", step.sql());
        } else if (there.ran() && step.sql().toLowerCase(Locale.ROOT).startsWith("explain")) {
            found.note("READ, another plan", step.sql());
        } else {
            found.note("READ, UNSOUND " + there.state(), step.sql());
        }
    }

    private boolean namesTemporary(String sql) throws SQLException {
        Set<String> words = new HashSet<>(List.of(sql.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+")));
        String names = "SELECT relname FROM pg_class WHERE relpersistence = 't'";
        try (Statement statement = primary.createStatement();
                ResultSet rows = statement.executeQuery(names)) {
            while (rows.next()) {
                if (words.contains(rows.getString(1).toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws SQLException {
        primary.close();
        standby.close();
    }
}
