package io.tidemark.cdi;

import java.util.Optional;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The data sources that the settings name. A look-up costs tens of microseconds: each is made once. */
final class JndiDataSources {

    private static final String DEFAULT_REPLICA = "jdbc/replica";

    private JndiDataSources() {}

    /**
     * The data source of the server that takes the writes.
     *
     * @throws IllegalArgumentException if the name does not lead to a data source
     */
    static DataSource primary(String name) {
        return required("tidemark.primary.jndi", name);
    }

    /**
     * The replica's data source. A name that was set must exist; without one, the default may be missing, and then there
     * is no replica.
     *
     * @throws IllegalArgumentException if a name that was set does not lead to a data source
     */
    static Optional<DataSource> replica(Optional<String> name) {
        if (name.isPresent()) {
            return Optional.of(required("tidemark.replica.jndi", name.get()));
        }
        try {
            return Optional.of(Jndi.lookUp(DEFAULT_REPLICA, DataSource.class));
        } catch (NamingException missing) {
            return Optional.empty();
        }
    }

    private static DataSource required(String key, String name) {
        try {
            return Jndi.lookUp(name, DataSource.class);
        } catch (NamingException wrong) {
            throw new IllegalArgumentException(
                    "Tidemark cannot start: " + key + "=" + name + ": expected the JNDI name of a data source; "
                            + wrong.getMessage(),
                    wrong);
        }
    }
}
