package io.tidemark.sql;

import io.tidemark.time.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Classifies SQL texts as provable reads or writes, by the text and by the catalogue's description of the names in it.
 *
 * <p>A READ is a text of one or more {@code SELECT}, {@code VALUES}, {@code TABLE}, {@code WITH}, {@code EXPLAIN} (also
 * of a change that it does not run) or {@code SHOW} of a setting that servers share. It has no locking clause, no
 * {@code INTO}, no data-modifying common table, and only functions, operators, casts and relations that are known to be
 * harmless: see {@link FunctionPolicy} and {@link SystemNames}. Everything else is a WRITE, including a text that
 * cannot be lexed, is empty, or is longer than 64 Ki characters.
 *
 * <p>A read is {@link Verdict#READ_BY_CLOCK} if its text asks for the time, holds a string that a date type reads as a
 * time ({@code 'today'}), or names a function, operator, view or type that may ask for it: see {@link ClockWords}.
 *
 * <p>Before the first call of {@link #learn}, only a part of the built-in names is known to be harmless. A statement
 * that names a relation, or a type or function of the database, is a WRITE, because the relation may be a view that
 * writes.
 *
 * <p><b>Which way it errs.</b> Mostly to WRITE, which costs a trip to the primary. It errs to READ if text and
 * catalogue do not show the effect:
 *
 * <ul>
 *   <li>a function marked STABLE or IMMUTABLE that is really VOLATILE;
 *   <li>a function that is called although the text has neither its name nor its operator: an implicit cast, the
 *       equality behind {@code DISTINCT}, or the check of a domain to which a constant converts within an array, range
 *       or row, or as a polymorphic argument;
 *   <li>a temporary table that hides another table of its name;
 *   <li>a name whose meaning has changed since the catalogue was read.
 * </ul>
 *
 * <p>On a standby, most of these fail. They are then retried on the primary, and reported to {@link #refused} or
 * {@link #refusedForNow}. A read wrongly counts as one that does not ask for the time if a parameter or a stored text
 * is {@code now} and is cast to a date type, or if it calls a function wrongly declared IMMUTABLE.
 *
 * <p>Verdicts are cached by text, up to a maximum number. A hit allocates no memory and takes no lock. Thread-safe.
 * Never throws.
 */
public final class Classifier {

    private static final System.Logger LOG = System.getLogger(Classifier.class.getName());

    private static final int LONGEST = 64 * 1024;
    private static final int MOST_KEPT = 2048;
    private static final int MOST_REFUSED = 4096;
    private static final long FOR_NOW = TimeUnit.MINUTES.toNanos(1);

    private final WriteCauses causes = new WriteCauses(LOG);
    private final RefusedStatements refused;
    private final int mostKept;
    private volatile Known known;
    private volatile Runnable onUnknownName = () -> {};

    /** The known names, with the verdicts that depend on them. */
    private record Known(DatabaseNames database, VerdictCache verdicts) {}

    private static final Classification TOO_LONG = Classification.of(WriteCause.of(WriteCause.Kind.TEXT));

    private static final Classification REFUSED = Classification.of(WriteCause.of(WriteCause.Kind.REFUSED));

    /** Creates a classifier that has seen no statement yet. */
    public Classifier() {
        this(Ticker.SYSTEM);
    }

    /**
     * Creates a classifier that has seen no statement yet.
     *
     * @param ticker the clock
     */
    public Classifier(Ticker ticker) {
        this(ticker, MOST_KEPT);
    }

    /**
     * Creates a classifier for an application without a replica, for which no catalogue is read. All statements go to
     * the primary there; the verdicts only appear in the reasons shown.
     */
    public static Classifier withoutReplica() {
        return new Classifier(Ticker.SYSTEM, MOST_KEPT, NamesWithoutReplica.NAMES);
    }

    Classifier(Ticker ticker, int mostKept) {
        this(ticker, mostKept, NamesBeforeCatalogue.NAMES);
    }

    private Classifier(Ticker ticker, int mostKept, DatabaseNames database) {
        this.refused = new RefusedStatements(MOST_REFUSED, FOR_NOW, ticker);
        this.mostKept = mostKept;
        this.known = new Known(database, new VerdictCache(mostKept));
    }

    /** Returns the verdict on the SQL text of one call, in time linear in its length. */
    public Verdict verdict(String sql) {
        return finding(sql).verdict();
    }

    /**
     * Returns the cause that makes a text that begins like a read a write; empty if it does not begin like one, or is a
     * read.
     */
    public Optional<WriteCause> cause(String sql) {
        return finding(sql).cause();
    }

    /**
     * Returns the session settings that the text reads or sets, if its verdict is one about settings; otherwise empty.
     */
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
        // A text with an unknown name must request a new catalogue each time, until the catalogue has the name.
        if (judged.isRead() || !judged.unknown()) {
            now.verdicts.put(sql, judged);
        }
        return judged;
    }

    /**
     * Returns the causes that an operator can remedy, of texts that begin like reads but were writes; each cause once.
     */
    public List<WriteCause> causes() {
        return causes.known();
    }

    /**
     * Whether a read-only transaction may begin with this text on a standby, although the text is a WRITE: the standby
     * answers like the primary, or rejects the text. Errs to false.
     */
    public boolean mayBegin(String sql) {
        DatabaseNames database = known.database;
        return sql.length() <= LONGEST
                && !refused.contain(sql)
                && ReadOnlyTransactionStarts.contain(sql, database)
                && StandbyRules.effect(sql, database) != StandbyEffect.WRONG;
    }

    /**
     * Returns the effect of this text in a read-only transaction that is open on a standby. A function of the database
     * counts as harmless here, whatever it calls, because a standby runs it too.
     */
    public StandbyEffect onStandby(String sql) {
        return StandbyRules.effect(sql, known.database);
    }

    /** A standby refused this statement as a write (SQLState 25006). From now on it is a WRITE, whatever its text. */
    public void refused(String sql) {
        refused.add(sql, names(sql));
        forget();
    }

    /**
     * A standby refused this statement (0A000, XX000), and the primary then ran it. It is a WRITE for one minute,
     * because the cause may be the statement, or a temporary state of the connection.
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

    /**
     * Replaces the whole cache instead of removing one verdict, because a concurrent look-up could store that verdict
     * again.
     */
    private synchronized void forget() {
        known = new Known(known.database, new VerdictCache(mostKept));
    }

    /**
     * Uses this catalogue from now on. If it differs from the previous one, all verdicts are discarded, and so are
     * refusals of texts with a name or operator that the catalogue now evaluates differently. Other refusals remain,
     * since their cause is not visible in the catalogue.
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

    /**
     * Sets the listener that is called, on the thread of the classification, if a function or operator is not in the
     * catalogue.
     */
    void onUnknownName(Runnable listener) {
        onUnknownName = listener;
    }

    private Classification judge(String sql, DatabaseNames database) {
        Tokens tokens = Lexer.tokens(sql);
        Classification found = ReadRules.in(tokens, database.of(tokens));
        requestCatalogue(found);
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
                requestCatalogue(settings.get());
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

    private void requestCatalogue(Classification found) {
        if (found.unknown()) {
            onUnknownName.run();
        }
    }

    int kept() {
        return known.verdicts.size();
    }
}
