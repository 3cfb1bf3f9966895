package io.tidemark.sql;

import java.util.Optional;

/**
 * The result for a text.
 *
 * @param verdict whether it is a read
 * @param cause the cause that makes it a write, if it is one and begins like a read
 * @param settings the session settings that it reads or sets
 * @param unknown whether it names a function or relation that is not in the catalogue
 */
record Classification(
        Verdict verdict, Optional<WriteCause> cause, boolean unknown, Optional<SessionSettings> settings) {

    static final Classification READ = of(Verdict.READ);

    static final Classification READ_BY_CLOCK = of(Verdict.READ_BY_CLOCK);

    static final Classification READ_ON_PRIMARY = of(Verdict.READ_ON_PRIMARY);

    /** A text that does not begin like a read. */
    static final Classification WRITE = of(Verdict.WRITE);

    private static Classification of(Verdict verdict) {
        return new Classification(verdict, Optional.empty(), false, Optional.empty());
    }

    static Classification of(WriteCause cause) {
        return new Classification(
                Verdict.WRITE, Optional.of(cause), cause.kind() == WriteCause.Kind.UNKNOWN, Optional.empty());
    }

    static Classification of(SessionSettings settings) {
        Verdict verdict = settings.sets() ? Verdict.SETTING : Verdict.READ_OF_SETTINGS;
        return new Classification(verdict, Optional.empty(), false, Optional.of(settings));
    }

    Classification withUnknown() {
        return new Classification(verdict, cause, true, settings);
    }

    boolean isRead() {
        return verdict != Verdict.WRITE;
    }
}
