package io.tidemark.sql;

import java.util.Optional;

/**
 * What makes a name harmful.
 *
 * @param text one clause, such as {@code public.f is VOLATILE}
 * @param remedy what an operator can do about it, if it only reads in fact
 */
record Culprit(String text, Optional<String> remedy) implements Comparable<Culprit> {

    /** The catalogue says nothing about the name. */
    static final Culprit UNKNOWN = new Culprit("", Optional.empty());

    /** A thing of which the database itself says what it is. */
    static Culprit that(String text) {
        return new Culprit(text, Optional.empty());
    }

    /** A function that is called. */
    static Culprit of(Catalogue.Function function) {
        String name = function.schema() + '.' + function.name();
        if (ExtensionFunctions.judgement(function).isPresent()) {
            return that(name + " of the extension " + function.extension()
                    + " writes, runs SQL text, or answers differently on a standby");
        }
        if (!function.hidden().isEmpty()) {
            return new Culprit(
                    name + " " + function.hidden(),
                    Optional.of("If it gives the same answer on a standby, add it to tidemark.functions.safe."));
        }
        if (!function.isVolatile()) {
            return that(name + " depends on the session or server, or is unsafe by tidemark.functions.unsafe");
        }
        String text = name + " is VOLATILE";
        return FunctionPolicy.isOfSystem(function)
                ? that(text)
                : new Culprit(
                        text,
                        Optional.of("If it only reads, declare it so (ALTER FUNCTION " + name
                                + " … STABLE), or add it to tidemark.functions.safe."));
    }

    /** The one that is reported where there are several: the first with a remedy, in the order of their names. */
    @Override
    public int compareTo(Culprit other) {
        int byRemedy = Boolean.compare(other.remedy.isPresent(), remedy.isPresent());
        return byRemedy != 0 ? byRemedy : text.compareTo(other.text);
    }
}
