package io.tidemark.assembly;

/** The operator's names of the primary and the store, without secrets. Messages about a server begin with its name. */
public record ServerNames(String primary, String store) {

    /** Names for where no setting names the servers. */
    public static final ServerNames PLAIN = new ServerNames("the primary", "the store");
}
