package io.tidemark.chaos;

import io.tidemark.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The strikes that replace the primary by the first replica. The second replica stays on the old timeline. */
final class PromotionStrikes {

    private static final int PROMOTED = 1;

    private final ChaosServers servers;
    private final Recorder recorder;
    private final PostgresServer old;
    private final PostgresServer promoted;

    PromotionStrikes(ChaosServers servers, Recorder recorder) {
        this.servers = servers;
        this.recorder = recorder;
        this.old = servers.own().primary();
        this.promoted = servers.replica(PROMOTED);
    }

    /** What the primary acknowledges in this time is lost. */
    Strike afterTheEndOfThePrimary() {
        return new Strike(this::cutOff, () -> {
            old.kill();
            long gone = recorder.now();
            Map<Long, Long> versions = promote();
            recorder.add(new Promotion(move(), gone, versions));
        });
    }

    /** The connections to the old primary live on in this time. */
    Strike besideThePrimary() {
        Map<Long, Long> versions = new HashMap<>();
        long[] moved = new long[1];
        return new Strike(
                () -> {
                    cutOff();
                    versions.putAll(promote());
                    moved[0] = move();
                },
                () -> {
                    old.kill();
                    recorder.add(new Promotion(moved[0], recorder.now(), versions));
                });
    }

    private void cutOff() {
        servers.links().replication(PROMOTED).cut();
    }

    /** {@return the versions with which the new timeline begins} */
    private Map<Long, Long> promote() throws SQLException {
        promoted.promote();
        Map<Long, Long> versions = new HashMap<>();
        try (Connection connection = promoted.superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, version FROM things")) {
            while (rows.next()) {
                versions.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return versions;
    }

    /** Leads new connections to the new primary, and returns the time before that. */
    private long move() {
        long now = recorder.now();
        servers.replacePrimary(promoted);
        return now;
    }
}
