package io.tidemark.cdi;

import io.tidemark.time.Ticker;
import io.tidemark.wal.FailureMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * Looks up the data sources whose names are in the settings. A look-up costs tens of microseconds. That of the primary is done
 * once, when the application starts; that of a replica repeatedly, by its polls.
 *
 * <p>A server may start an application before its data sources exist. WildFly does so if the application is in the
 * deployments folder before the server starts, because it does not know of this dependency. Then the name is already known,
 * as the cause of the exception shows. Such a name of the primary, or the default name of the
 * replica, is waited for, and never counts as missing.
 */
final class JndiDataSources {

    static final String DEFAULT_REPLICA = "jdbc/replica";

    private static final System.Logger LOG = System.getLogger(JndiDataSources.class.getName());
    private static final String PRIMARY_KEY = "tidemark.primary.jndi";
    private static final String REPLICA_KEY = "tidemark.replica.jndi";

    /** Looks up a name. */
    interface LookUp {
        DataSource of(String name) throws NamingException;
    }

    private final LookUp lookUp;
    private final Duration patience;

    /**
     * Prepares look-ups.
     *
     * @param patience the maximum wait for a name that is known
     */
    JndiDataSources(LookUp lookUp, Duration patience) {
        this.lookUp = lookUp;
        this.patience = patience;
    }

    /** Returns look-ups on this server. */
    static JndiDataSources ofServer() {
        return new JndiDataSources(name -> Jndi.lookUp(name, DataSource.class), StartDeadline.DEFAULT);
    }

    /**
     * Returns the data source of the primary.
     *
     * @throws IllegalArgumentException if the name does not lead to a data source
     */
    DataSource primary(String name) {
        return required(PRIMARY_KEY, name);
    }

    /**
     * Returns the replicas: those of the setting, or {@link #DEFAULT_REPLICA} if nothing is set and that data source exists.
     *
     * @throws IllegalArgumentException if the default name exists and does not lead to a data source
     */
    List<ReplicaSetting> replicas(List<ReplicaSetting> set) {
        if (!set.isEmpty()) {
            return set;
        }
        if (find(REPLICA_KEY, DEFAULT_REPLICA).isPresent()) {
            return List.of(new ReplicaSetting(DEFAULT_REPLICA, 1));
        }
        LOG.log(
                System.Logger.Level.INFO,
                "There is no data source {0}, and {1} is not set: every read goes to the primary.",
                DEFAULT_REPLICA,
                REPLICA_KEY);
        return List.of();
    }

    /** Returns the data source of a replica, which may be missing now. */
    ReplicaDataSource replica(String name) {
        return new ReplicaDataSource(name, lookUp, Ticker.SYSTEM);
    }

    private DataSource required(String key, String name) {
        return find(key, name)
                .orElseThrow(() -> refusal(key, name, new NameNotFoundException("there is nothing under that name")));
    }

    /** Returns the data source; empty if the server does not know the name. */
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

    /** Returns whether the exception means that there is no such name, rather than a failure to create the data source. */
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
