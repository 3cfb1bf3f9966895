package io.tidemark.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells provable reads from everything else, by the text and by what the database's catalogue says of the names in it.
 *
 * <p>A READ is a text of one or more {@code SELECT}, {@code VALUES}, {@code TABLE}, {@code WITH}, {@code EXPLAIN} (also of a
 * change that it does not run) or {@code SHOW} of a setting that servers share, without a locking clause, {@code INTO}, a
 * common table that changes data, or a function, operator, cast or relation that is not known to be harmless: see
 * {@link FunctionPolicy} and {@link SystemNames}. Everything else is a WRITE, also what cannot be lexed, is empty, or is
 * longer than 64 Ki characters.
 *
 * <p>A read is {@link Verdict#READ_BY_CLOCK} if its text asks for the time, holds a string that a type for dates reads as a
 * time ({@code 'today'}), or names a function, operator, view or type that may ask for it: see {@link ClockWords}.
 *
 * <p>Until {@link #learn} is called only a part of what PostgreSQL brings along is known to be harmless. A statement that
 * names a relation, or a type or function of the database, is a WRITE: the relation may be a view that writes.
 *
 * <p><b>Which way it errs.</b> Mostly to WRITE, which costs a trip to the primary. To READ where neither text nor catalogue
 * shows it: a function that is declared more harmless than it is; one that is called without its name or operator in the
 * text (an implicit cast, the equality behind {@code DISTINCT}, the check of a domain that a constant becomes within an array
 * or as a polymorphic argument); a temporary table that hides another of its name; a name
 * that means something else since the catalogue was read. On a standby most of these fail, are repeated on the primary, and told to
 * {@link #refused} or {@link #refusedForNow}. As a read that does not ask for the time counts one whose parameter, or stored
 * text, is {@code now} and is cast to a type for dates, and one that calls a function which is wrongly declared IMMUTABLE.
 *
 * <p>Verdicts are kept, by text, up to a number; a hit allocates nothing and takes no lock. Thread-safe. Never throws.
 */
public final class Classifier {

    private static final int LONGEST = 64 * 1024;
    private static final int MOST_KEPT = 2048;
    private static final int MOST_REFUSED = 4096;
    private static final long FOR_NOW = TimeUnit.MINUTES.toNanos(1);

    private final WriteCauses causes = new WriteCauses();
    private final RefusedStatements refused;
    private final int mostKept;
    private volatile Known known;
    private volatile Runnable onUnknownName = () -> {};

    /** What verdicts rest on, with those that do. */
    private record Known(DatabaseNames database, VerdictCache verdicts) {}

    private static final Classification TOO_LONG = Classification.of(WriteCause.of(WriteCause.Kind.TEXT));

    private static final Classification REFUSED = Classification.of(WriteCause.of(WriteCause.Kind.REFUSED));

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

    /**
     * A classifier for an application without a replica, for which no catalogue is read. Its verdicts show in the stated
     * reasons only: every statement goes to the primary.
     */
    public static Classifier withoutReplica() {
        return new Classifier(System::nanoTime, MOST_KEPT, NamesWithoutReplica.NAMES);
    }

    Classifier(LongSupplier nanos, int mostKept) {
        this(nanos, mostKept, NamesBeforeCatalogue.NAMES);
    }

    private Classifier(LongSupplier nanos, int mostKept, DatabaseNames database) {
        this.refused = new RefusedStatements(MOST_REFUSED, FOR_NOW, nanos);
        this.mostKept = mostKept;
        this.known = new Known(database, new VerdictCache(mostKept));
    }

    /** The verdict on the SQL text of one call. Takes time linear in its length. */
    public Verdict verdict(String sql) {
        return finding(sql).verdict();
    }

    /** The reason why the text is a write although it begins like a read; empty if it does not, or is a read. */
    public Optional<WriteCause> cause(String sql) {
        return finding(sql).cause();
    }

    /** The settings of its session that the text reads or sets, if the verdict says that it does; empty for any other. */
    public Optional<SessionSettings> settings(String sql) {
        return finding(sql).settings();
    }

    private Classification finding(String sql) {
        if (sql.length() > LONGEST) {
            return TOO_LONG;
        }
        Known now = known;
        Classification kept = now.verdicts.get(sql);
        if (kept != null) {
            return kept;
        }
        if (refused.contain(sql)) {
            return REFUSED;
        }
        Classification judged = judge(sql, now.database);
        // What is unknown asks for a new catalogue each time, until that has it.
        if (judged.isRead() || !judged.unknown()) {
            now.verdicts.put(sql, judged);
        }
        return judged;
    }

    /** Why texts that begin like reads were writes, as far as an operator can do something about it; each cause once. */
    public List<WriteCause> causes() {
        return causes.known();
    }

    /**
     * Whether a read-only transaction may begin with this text on a standby, although the text is a WRITE: the standby
     * answers like the primary, or refuses it. Errs to false.
     */
    public boolean mayBegin(String sql) {
        DatabaseNames database = known.database;
        return sql.length() <= LONGEST
                && !refused.contain(sql)
                && ReadOnlyTransactionStarts.contain(sql, database)
                && StandbyRules.effect(sql, database) != StandbyEffect.WRONG;
    }

    /**
     * The effect of this text in a read-only transaction that is open on a standby. A function of the database that is
     * named in it counts as harmless, whatever it calls: a standby would run it, too.
     */
    public StandbyEffect onStandby(String sql) {
        return StandbyRules.effect(sql, known.database);
    }

    /**
     * A standby refused this statement as a write (SQLState 25006), whatever the text seems to say: from now on it is one.
     */
    public void refused(String sql) {
        refused.add(sql, names(sql));
        forget();
    }

    /**
     * A standby refused this statement (0A000, XX000), and the primary then ran it: for a minute it is a write. The reason
     * may be the statement, or a passing state of the connection.
     */
    public void refusedForNow(String sql) {
        refused.addForNow(sql, names(sql));
        forget();
    }

    private static Set<String> names(String sql) {
        Tokens tokens = Lexer.tokens(sql);
        Set<String> names = new HashSet<>(tokens.operators());
        for (Token token : tokens.list()) {
            if (token.isName() || token.kind() == Token.Kind.OPERATOR) {
                names.add(token.text());
            }
        }
        return names;
    }

    /** New verdicts, not one less: a look-up that is under way could put back what it has just read. */
    private synchronized void forget() {
        known = new Known(known.database, new VerdictCache(mostKept));
    }

    /**
     * From now on this is what the database's catalogue says. If it is new, all verdicts are forgotten, and what a refusal
     * taught about a text that has a name or operator in it of which the catalogue now says something else. What it taught
     * about any other text stays: the reason is not one that the catalogue shows.
     */
    public synchronized void learn(Catalogue catalogue) {
        if (!catalogue.equals(known.database)) {
            if (known.database instanceof Catalogue before) {
                refused.forget(catalogue.differences(before));
            } else {
                refused.clear();
            }
            causes.clear();
            catalogue.harmfulBuiltIns().forEach(causes::warn);
            known = new Known(catalogue, new VerdictCache(mostKept));
        }
    }

    /** Who is told, on the thread that asked for a verdict, that a function or operator is not in the catalogue. */
    void onUnknownName(Runnable listener) {
        onUnknownName = listener;
    }

    private Classification judge(String sql, DatabaseNames database) {
        Tokens tokens = Lexer.tokens(sql);
        Classification found = ReadRules.in(tokens, database.of(tokens));
        if (found.unknown()) {
            onUnknownName.run();
        }
        if (found.isRead() && tokens.ambiguous()) {
            Tokens escaped = Lexer.tokensIfBackslashesEscape(sql);
            Classification other = ReadRules.in(escaped, database.of(escaped));
            found = other.verdict() == Verdict.READ ? found : other;
        }
        if (found.isRead()) {
            return tokens.hinted() ? Classification.READ_ON_PRIMARY : found;
        }
        if (SessionSettingRules.mayBeIn(tokens, database)) {
            Optional<Classification> settings = SessionSettingRules.in(sql, tokens, database);
            if (settings.isPresent()) {
                return tokens.hinted() && settings.get().verdict() == Verdict.READ_OF_SETTINGS
                        ? Classification.READ_ON_PRIMARY
                        : settings.get();
            }
        }
        if (tokens.size() > 0 && !QueryRules.beginLikeRead(tokens)) {
            return Classification.WRITE;
        }
        found.cause().ifPresent(causes::add);
        return found;
    }

    int kept() {
        return known.verdicts.size();
    }
}
