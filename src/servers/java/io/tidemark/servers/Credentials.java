package io.tidemark.servers;

/** A user and its password. */
public record Credentials(String user, String password) {

    /** Leaves the password out, so that it does not get into a log. */
    @Override
    public String toString() {
        return user;
    }
}
