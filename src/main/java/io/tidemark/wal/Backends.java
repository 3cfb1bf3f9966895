package io.tidemark.wal;

import java.util.Optional;

/** The activity of the primary's server processes, each of which serves one connection. Thread-safe. */
public interface Backends {

    /**
     * Returns the current activity of a process; empty if the process is gone, or its server was replaced.
     *
     * @throws ServerFault if the server does not answer, hides the activity, or is not the server of the process
     */
    Optional<Activity> activity(Backend backend) throws ServerFault;

    /**
     * The activity of a process.
     *
     * @param started its start time as the server prints it, which differs between processes of the same number
     * @param transaction the start time of its transaction as the server prints it; empty between transactions
     */
    record Activity(String started, Optional<String> transaction) {

        /** Whether the process is in no transaction. */
        public boolean betweenTransactions() {
            return transaction.isEmpty();
        }

        /** Whether the other activity is of the same process. */
        public boolean sameProcess(Activity other) {
            return started.equals(other.started);
        }
    }
}
