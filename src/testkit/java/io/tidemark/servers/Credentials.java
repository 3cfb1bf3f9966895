package io.tidemark.servers;

/** A user and its password. */
public record Credentials(String user, String password) {

    /** Omits the password, which must not appear in a log. */
    @Override
    public String toString() {
        return user;
    }
}
