package io.tidemark.it.faults;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests that go on while something happens to the servers: several users at once, each changing a thing of its own
 * and reading it back. Every answer that is no success, and every read that lacks the write before it, is a finding.
 */
final class Load {

    private static final List<String> USERS = List.of("alice", "bob", "alice", "bob");

    private final Http http;
    private final AtomicBoolean going = new AtomicBoolean(true);
    private final AtomicLong rounds = new AtomicLong();

    private Load(Http http) {
        this.http = http;
    }

    /** The event of a test during the load. */
    interface Incident {
        void happen(Load load) throws Exception;
    }

    /** The findings of a load that runs from before the incident until after it. */
    static List<String> during(Http http, Incident incident) throws Exception {
        Load load = new Load(http);
        ExecutorService threads = Executors.newFixedThreadPool(USERS.size());
        try {
            List<Future<List<String>>> users = new ArrayList<>();
            for (String user : USERS) {
                users.add(threads.submit(() -> load.changeAndReadBack(user)));
            }
            load.awaitRounds(20);
            incident.happen(load);
            load.awaitRounds(20);
            load.going.set(false);
            List<String> findings = new ArrayList<>();
            for (Future<List<String>> user : users) {
                findings.addAll(user.get());
            }
            return findings;
        } finally {
            load.going.set(false);
            threads.shutdownNow();
        }
    }

    /** Waits until so many more changes were read back. */
    void awaitRounds(int more) {
        long enough = rounds.get() + more;
        Awaiting.until(more + " more rounds", () -> rounds.get() >= enough);
    }

    private List<String> changeAndReadBack(String user) {
        List<String> findings = new ArrayList<>();
        Answer created = http.post(user, "things", Http.color("new"));
        if (created.status() != 201) {
            return List.of(user + " created: " + created);
        }
        String path = "things/" + created.id();
        for (int i = 0; going.get(); i++) {
            String color = "color " + i;
            Answer changed = http.put(user, path, Http.color(color));
            Answer read = http.get(user, path);
            if (changed.status() != 200 || read.status() != 200) {
                findings.add(user + ": " + changed + ", then " + read);
            } else if (!read.color().equals(color)) {
                findings.add(user + " wrote " + color + " and read " + read);
            }
            rounds.incrementAndGet();
        }
        return findings;
    }
}
