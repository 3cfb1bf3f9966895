package io.tidemark.writes;

import io.tidemark.wal.Backend;
import io.tidemark.wal.Backends;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Server processes with a state that the test sets. */
public final class FakeBackends implements Backends {

    private final Map<Integer, Activity> processes = new HashMap<>();
    private boolean silent;
    private int questions;

    /** A process of the first primary. */
    public static Optional<Backend> number(int process) {
        return on(1, process);
    }

    public static Optional<Backend> on(int timeline, int process) {
        return Optional.of(new Backend(new Timeline(FakeServer.CLUSTER, timeline), process));
    }

    public void inTransaction(int backend, String started, String transaction) {
        processes.put(backend, new Activity(started, Optional.of(transaction)));
    }

    public void betweenTransactions(int backend, String started) {
        processes.put(backend, new Activity(started, Optional.empty()));
    }

    public void ends(int backend) {
        processes.remove(backend);
    }

    public void fallsSilent() {
        silent = true;
    }

    /** {@return the number of queries} */
    public int questions() {
        return questions;
    }

    public void answersAgain() {
        silent = false;
    }

    @Override
    public Optional<Activity> activity(Backend backend) throws ServerFault {
        questions++;
        if (silent) {
            throw new ServerFault(ServerFault.Kind.UNREACHABLE, "the fake primary is silent");
        }
        return Optional.ofNullable(processes.get(backend.process()));
    }
}
