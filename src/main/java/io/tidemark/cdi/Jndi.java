package io.tidemark.cdi;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Looks names up in JNDI. They are names of the specification or of the deployer, never of a user. */
final class Jndi {

    private Jndi() {}

    /**
     * Looks up an object.
     *
     * @throws NamingException if the name has no object of that type
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
     * Looks up an object that every server of the Jakarta EE Platform has.
     *
     * @param specification the specification that defines the name
     * @throws IllegalStateException if this server does not have the object
     */
    static <T> T required(String name, Class<T> type, String specification) {
        try {
            return lookUp(name, type);
        } catch (NamingException none) {
            throw new IllegalStateException(
                    "Tidemark cannot start: " + name + " was not found; expected a server with " + specification, none);
        }
    }
}
