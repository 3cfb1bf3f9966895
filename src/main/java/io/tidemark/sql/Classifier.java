package io.tidemark.sql;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells provable reads from everything else, by the text alone.
 *
 * <p>A READ is one plain {@code SELECT} (in parentheses or not, with joins, subqueries, {@code UNION}, a single {@code ;} at
 * its end) without a locking clause, {@code INTO}, {@code WITH}, an operator that PostgreSQL does not bring along, a name
 * that begins with {@code pg_}, or a call of a function that is not on a short list of harmless ones in {@code pg_catalog}.
 * Everything else is a WRITE, also what cannot be lexed, is empty, or is longer than 64 Ki characters.
 *
 * <p><b>Which way it errs.</b> Mostly to WRITE, which costs a trip to the primary. To READ where the text does not show it:
 * <ul>
 *   <li>a view, a rule or a row security policy that hides a function, a lock or a catalogue of the server's state;
 *   <li>{@code t.f}, which calls {@code f(t)} if {@code t} has no column of that name;
 *   <li>a function, operator, cast, type or domain of the application's own that writes, and either has the name of a
 *       harmless one, or is used as a cast ({@code x::t}, {@code cast}, {@code t 'text'}) or in a comparison or aggregate;
 *   <li>an operator with a question mark in its name, if the text is sent by a plain {@code Statement}: in JDBC's SQL the
 *       question mark is a parameter;
 *   <li>{@code SELECT * FROM} a sequence, a temporary or an unlogged table.
 * </ul>
 * On a standby most of these fail, and are then repeated on the primary (design, section 2, "Statements").
 *
 * <p>Verdicts are kept, by text, up to a number; a hit allocates nothing and takes no lock. Thread-safe. Never throws.
 */
public final class Classifier {

    private static final int LONGEST = 64 * 1024;
    private static final int MOST_KEPT = 2048;
    private static final int MOST_REFUSED = 4096;
    private static final long FOR_NOW = TimeUnit.MINUTES.toNanos(1);

    private final RefusedStatements refused;
    private final int mostKept;
    private volatile VerdictCache cache;

    /** A classifier that has seen no statement yet. */
    public Classifier() {
        this(System::nanoTime);
    }

    /**
     * A classifier that has seen no statement yet.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    public Classifier(LongSupplier nanos) {
        this(nanos, MOST_KEPT);
    }

    Classifier(LongSupplier nanos, int mostKept) {
        this.refused = new RefusedStatements(MOST_REFUSED, FOR_NOW, nanos);
        this.mostKept = mostKept;
        this.cache = new VerdictCache(mostKept);
    }

    /** The verdict on the SQL text of one call. Takes time linear in its length. */
    public Verdict verdict(String sql) {
        if (sql.length() > LONGEST) {
            return Verdict.WRITE;
        }
        VerdictCache now = cache;
        Verdict known = now.get(sql);
        if (known != null) {
            return known;
        }
        if (refused.contain(sql)) {
            return Verdict.WRITE;
        }
        Verdict judged = judge(sql);
        now.put(sql, judged);
        return judged;
    }

    /**
     * A standby refused this statement as a write (SQLState 25006), whatever the text seems to say: from now on it is one.
     */
    public void refused(String sql) {
        refused.add(sql);
        forget();
    }

    /**
     * A standby refused this statement (0A000, XX000), and the primary then ran it: for a minute it is a write. The reason
     * may be the statement, or a passing state of the connection.
     */
    public void refusedForNow(String sql) {
        refused.addForNow(sql);
        forget();
    }

    /** A new cache, not a removal from this one: a look-up that is under way could put back what it has just read. */
    private void forget() {
        cache = new VerdictCache(mostKept);
    }

    /** Tells that a standby refused it as a write. */
    public void refused(String sql) {
        keep(sql, Verdict.WRITE);
    }

    /** Tells that a standby could not do it, and the primary could. Remembered for a while. */
    public void refusedForNow(String sql) {
        keep(sql, Verdict.WRITE);
    }

    private static Verdict judge(String sql) {
        return PlainSelect.isMadeOf(Lexer.tokens(sql)) ? Verdict.READ : Verdict.WRITE;
    }

    int kept() {
        return cache.size();
    }
}
