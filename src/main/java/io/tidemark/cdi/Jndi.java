package io.tidemark.cdi;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The one place where names are looked up: names that are the specification's, or the deployer's, never a user's. */
final class Jndi {

    private Jndi() {}

    /**
     * What is found under a name.
     *
     * @throws NamingException if there is nothing of that type under the name
     */
    @SuppressWarnings("BanJNDI")
    static <T> T lookUp(String name, Class<T> type) throws NamingException {
        Object found = new InitialContext().lookup(name);
        if (!type.isInstance(found)) {
            throw new NamingException("Found " + found + " under " + name + ", which is no " + type.getName());
        }
        return type.cast(found);
    }

    /**
     * What every server with the Jakarta EE Platform has under a name of its specification.
     *
     * @param what the specification that a server without it lacks
     * @throws IllegalStateException if this server does not have it
     */
    static <T> T required(String name, Class<T> type, String what) {
        try {
            return lookUp(name, type);
        } catch (NamingException none) {
            throw new IllegalStateException(
                    "Tidemark cannot start: " + name + " was not found; expected a server with " + what, none);
        }
    }
}
