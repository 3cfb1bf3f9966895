package io.tidemark.cdi;

import java.net.URL;
import java.security.CodeSource;
import java.util.Optional;

/**
 * Checks that the library is in a WAR. Its filter and listener are annotated, and a server scans only WARs for such
 * annotations. Elsewhere, as in an EAR's {@code lib}, the servers would not be watched. Then other nodes would never see a
 * write's mark, and a request would not stay on the primary after its own write.
 */
final class WarCheck {

    private static final String IN_A_WAR = "/WEB-INF/";

    /** On Open Liberty, the location of {@code WEB-INF/classes} in a WAR that is not unpacked ends like this. */
    private static final String A_WAR = ".war";

    private WarCheck() {}

    /**
     * Refuses every location that is not known to be in a WAR.
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
