package io.tidemark.wal;

/** The reason why a server cannot be queried, or must not be used. The message is one sentence for an operator. */
public final class ServerFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** The kind of a fault. */
    public enum Kind {
        /** The server does not answer, answers too late, or refuses the connection. */
        UNREACHABLE,
        /** The server rejects the login: the user, the password, the database or a right is wrong. */
        REFUSED,
        /** The server answers, and its answer makes it unfit for its role. */
        UNFIT,
        /** There is no way to the server on this node, which a query of the server cannot change. */
        ABSENT
    }

    private final Kind kind;

    public ServerFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ServerFault(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
