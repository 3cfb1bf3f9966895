package io.tidemark.servers;

/** Thrown if a process is started or awaited while its set of servers is being stopped. */
public final class Stopping extends IllegalStateException {

    private static final long serialVersionUID = 1;

    Stopping() {
        super("The servers are being stopped");
    }
}
