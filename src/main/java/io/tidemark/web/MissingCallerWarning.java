package io.tidemark.web;

import java.util.concurrent.atomic.AtomicBoolean;

/** Warns once that requests write without a caller while their clients get no position token either. Thread-safe. */
final class MissingCallerWarning {

    private static final System.Logger LOG = System.getLogger(MissingCallerWarning.class.getName());

    private final AtomicBoolean given = new AtomicBoolean();

    void give(String uri) {
        if (given.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A request to {0} wrote without a caller, so a later request of the same client may not see that"
                            + " write while a replica lags. Provide a caller (Jakarta Security, a bean that implements"
                            + " io.tidemark.Caller, or tidemark.caller=session), or set tidemark.token.key. Reported"
                            + " once.",
                    uri);
        }
    }
}
