package io.tidemark.wal;

import java.util.Optional;

/** What the primary says of its server processes, each of which serves one connection. Thread-safe. */
public interface Backends {

    /**
     * What a process does now; empty if there is none of that number, or another server has taken the place of its own.
     *
     * @throws ServerFault if the server does not answer, or does not tell, or is one that its own has taken the place of
     */
    Optional<Activity> activity(Backend backend) throws ServerFault;

    /**
     * What a process does.
     *
     * @param started when it began, as the server prints it: two processes of one number differ in it
     * @param transaction when its transaction began, as the server prints it; empty between transactions
     */
    record Activity(String started, Optional<String> transaction) {

        /** Whether it is in no transaction. */
        public boolean betweenTransactions() {
            return transaction.isEmpty();
        }

        /** Whether the other is of the same process. */
        public boolean sameProcess(Activity other) {
            return started.equals(other.started);
        }
    }
}
