package io.tidemark.sql;

import java.util.Optional;

/**
 * What was found in a text.
 *
 * @param verdict whether it is a read
 * @param cause what makes it a write, if it is one and begins like a read
 * @param settings the settings of the session that it reads or sets
 * @param unknown whether it names a function or relation that is not in the catalogue
 */
record Finding(Verdict verdict, Optional<WriteCause> cause, boolean unknown, Optional<SessionSettings> settings) {

    static final Finding READ = of(Verdict.READ);

    static final Finding READ_BY_CLOCK = of(Verdict.READ_BY_CLOCK);

    static final Finding READ_ON_PRIMARY = of(Verdict.READ_ON_PRIMARY);

    /** A text that does not even begin like a read. */
    static final Finding WRITE = of(Verdict.WRITE);

    private static Finding of(Verdict verdict) {
        return new Finding(verdict, Optional.empty(), false, Optional.empty());
    }

    static Finding of(WriteCause cause) {
        return new Finding(
                Verdict.WRITE, Optional.of(cause), cause.kind() == WriteCause.Kind.UNKNOWN, Optional.empty());
    }

    static Finding of(SessionSettings settings) {
        Verdict verdict = settings.sets() ? Verdict.SETTING : Verdict.READ_OF_SETTINGS;
        return new Finding(verdict, Optional.empty(), false, Optional.of(settings));
    }

    Finding withUnknown() {
        return new Finding(verdict, cause, true, settings);
    }

    boolean isRead() {
        return verdict != Verdict.WRITE;
    }
}
