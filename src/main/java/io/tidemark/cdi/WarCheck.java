package io.tidemark.cdi;

import java.net.URL;
import java.security.CodeSource;
import java.util.Optional;

/**
 * Whether the library is where its filter and its listener take effect: they are annotated, and a server looks for
 * annotations in a WAR alone. Elsewhere, as in an EAR's {@code lib}, nothing would watch the servers, so that other nodes
 * would never learn of a write, and no request would keep to the primary after one of its own.
 */
final class WarCheck {

    private static final String IN_A_WAR = "/WEB-INF/";

    /** The place on Open Liberty of a class in {@code WEB-INF/classes} of a WAR that is not unpacked. */
    private static final String A_WAR = ".war";

    private WarCheck() {}

    /**
     * Refuses to work at a place that it does not know to be right.
     *
     * @throws IllegalStateException if the library is not in a WAR
     */
    static void requireWar() {
        requireWar(Optional.ofNullable(WarCheck.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(URL::toString));
    }

    static void requireWar(Optional<String> location) {
        if (location.filter(place -> place.contains(IN_A_WAR) || place.endsWith(A_WAR))
                .isEmpty()) {
            throw new IllegalStateException("Tidemark cannot start: its library is in "
                    + location.orElse("a place that the server does not tell")
                    + ", where its servlet filter and listener take no effect; expected WEB-INF/lib of a WAR. An EAR's"
                    + " lib directory and a server's own are not supported.");
        }
    }
}
