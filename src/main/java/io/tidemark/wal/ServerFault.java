package io.tidemark.wal;

/** Why a server could not be asked, or must not be used. The message is one sentence for an operator. */
public final class ServerFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is the matter. */
    public enum Kind {
        /** It does not answer, answers too late, or refuses the connection. */
        UNREACHABLE,
        /** It refuses the login: the user, the password, the database or a right is wrong. */
        REFUSED,
        /** It answers, and what it says makes it unfit for its role. */
        UNFIT
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
