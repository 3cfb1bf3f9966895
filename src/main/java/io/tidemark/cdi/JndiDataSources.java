package io.tidemark.cdi;

import io.tidemark.wal.FailureMessage;
import java.time.Duration;
import java.util.Optional;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The data sources that the settings name. A look-up costs tens of microseconds: each is made once, when the application
 * starts.
 *
 * <p>A server may start an application while it still makes its data sources: WildFly does, when the application is in the
 * deployments folder before the server is started, since nothing tells it that the application wants them. It then knows
 * the name already, and says so by the cause of its exception. Such a name is waited for, and never taken for one that
 * does not exist.
 */
final class JndiDataSources {

    static final String DEFAULT_REPLICA = "jdbc/replica";

    private static final System.Logger LOG = System.getLogger(JndiDataSources.class.getName());
    private static final String PRIMARY_KEY = "tidemark.primary.jndi";
    private static final String REPLICA_KEY = "tidemark.replica.jndi";

    /** Looks a name up. */
    interface LookUp {
        DataSource of(String name) throws NamingException;
    }

    private final LookUp lookUp;
    private final Duration patience;

    /**
     * Data sources from a directory.
     *
     * @param patience how long a name that is known is waited for
     */
    JndiDataSources(LookUp lookUp, Duration patience) {
        this.lookUp = lookUp;
        this.patience = patience;
    }

    /** Those of this server. */
    static JndiDataSources ofServer() {
        return new JndiDataSources(name -> Jndi.lookUp(name, DataSource.class), StartDeadline.DEFAULT);
    }

    /**
     * The data source of the server that takes the writes.
     *
     * @throws IllegalArgumentException if the name does not lead to a data source
     */
    DataSource primary(String name) {
        return required(PRIMARY_KEY, name);
    }

    /**
     * The replica's data source. A name that was set must exist; without one, the default may be missing, and then there
     * is no replica.
     *
     * @throws IllegalArgumentException if a name that was set, or one that exists, does not lead to a data source
     */
    Optional<DataSource> replica(Optional<String> name) {
        if (name.isPresent()) {
            return Optional.of(required(REPLICA_KEY, name.get()));
        }
        Optional<DataSource> found = find(REPLICA_KEY, DEFAULT_REPLICA);
        if (found.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "There is no data source {0}, and {1} is not set: every read goes to the primary.",
                    DEFAULT_REPLICA,
                    REPLICA_KEY);
        }
        return found;
    }

    private DataSource required(String key, String name) {
        return find(key, name)
                .orElseThrow(() -> refusal(key, name, new NameNotFoundException("there is nothing under that name")));
    }

    /** Empty if the server has nothing under the name. */
    private Optional<DataSource> find(String key, String name) {
        StartDeadline deadline = new StartDeadline(patience);
        while (true) {
            try {
                return Optional.of(lookUp.of(name));
            } catch (NamingException failed) {
                if (isUnknown(failed)) {
                    return Optional.empty();
                }
                if (deadline.isOver()) {
                    throw refusal(key, name, failed);
                }
                deadline.pause(() -> refusal(key, name, failed));
            }
        }
    }

    /** Whether it says that there is no such name, and nothing else: no trouble in making what has the name. */
    private static boolean isUnknown(NamingException failed) {
        Throwable last = failed;
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (!(cause instanceof NamingException)) {
                return false;
            }
            last = cause;
        }
        return last instanceof NameNotFoundException;
    }

    private static IllegalArgumentException refusal(String key, String name, NamingException why) {
        return new IllegalArgumentException(
                "Tidemark cannot start: " + key + "=" + name + ": expected the JNDI name of a data source; "
                        + FailureMessage.withRoot(FailureMessage.text(why), why),
                why);
    }
}
