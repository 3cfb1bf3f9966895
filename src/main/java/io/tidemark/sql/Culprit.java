package io.tidemark.sql;

import java.util.Optional;

/**
 * The object that makes a name harmful.
 *
 * @param text one clause, such as {@code public.f is VOLATILE}
 * @param remedy the action for an operator, if the object really only reads
 */
record Culprit(String text, Optional<String> remedy) implements Comparable<Culprit> {

    /** The catalogue has no explanation for the name. */
    static final Culprit UNKNOWN = new Culprit("", Optional.empty());

    /** Creates a culprit without a remedy. */
    static Culprit that(String text) {
        return new Culprit(text, Optional.empty());
    }

    /** Creates the culprit of a call of this function. */
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

    /** Sorts the culprit to be reported first: those with a remedy before others, then by text. */
    @Override
    public int compareTo(Culprit other) {
        int byRemedy = Boolean.compare(other.remedy.isPresent(), remedy.isPresent());
        return byRemedy != 0 ? byRemedy : text.compareTo(other.text);
    }
}
