package io.tidemark.chaos;

import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.TcpProxy;
import java.util.concurrent.atomic.AtomicReference;

/** The strikes on the primary, and on the connections to it. */
final class PrimaryStrikes {

    private static final String COMMIT = "COMMIT";

    private final PostgresServer primary;
    private final TcpProxy way;
    private final PromotionStrikes promotions;

    PrimaryStrikes(ChaosServers servers, Recorder recorder) {
        this.primary = servers.own().primary();
        this.way = servers.links().wayToPrimary();
        this.promotions = new PromotionStrikes(servers, recorder);
    }

    Strike of(Fault fault) {
        return switch (fault) {
            case PRIMARY_CRASHED -> new Strike(primary::kill, primary::start);
            case PRIMARY_FROZEN -> new Strike(primary::freeze, primary::thaw);
            case COMMIT_CUT -> new Strike(() -> way.cutAtAnswer(COMMIT), way::cutNothing);
            case COMMIT_HELD -> hold();
            case ASYNCHRONOUS_COMMIT ->
                new Strike(
                        () -> Strikes.set(primary, "SET synchronous_commit = off"),
                        () -> Strikes.set(primary, "RESET synchronous_commit"));
            case PROMOTION -> promotions.afterTheEndOfThePrimary();
            case TWO_PRIMARIES -> promotions.besideThePrimary();
            default -> throw Strikes.unknown(fault);
        };
    }

    private Strike hold() {
        AtomicReference<Runnable> held = new AtomicReference<>();
        return new Strike(
                () -> {
                    // A driver sends the word only until it has prepared the statement on a connection.
                    Strikes.terminateSessions(primary);
                    held.set(way.cutAndHold(COMMIT));
                },
                () -> {
                    way.cutNothing();
                    Runnable release = held.get();
                    if (release != null) {
                        release.run();
                    }
                });
    }
}
