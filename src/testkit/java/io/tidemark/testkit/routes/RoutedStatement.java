package io.tidemark.testkit.routes;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.RouteDecision;
import java.util.Optional;

/**
 * A statement's route, with what its source knows about it.
 *
 * @param server the name of the server
 * @param reason the reason; empty if the source has none
 * @param detail positions or a cause, in parentheses; empty for none
 */
record RoutedStatement(Route route, String server, Optional<Reason> reason, String detail) {

    static RoutedStatement of(RouteDecision decision) {
        StringBuilder detail = new StringBuilder();
        decision.required().ifPresent(position -> detail.append(", required ").append(position));
        decision.replayed().ifPresent(position -> detail.append(", replayed ").append(position));
        decision.cause().ifPresent(cause -> detail.append(", ").append(cause));
        return new RoutedStatement(
                decision.route(), decision.route().toString(), Optional.of(decision.reason()), detail.toString());
    }

    static RoutedStatement on(String server) {
        Route route = server.equals(Route.PRIMARY.toString()) ? Route.PRIMARY : Route.REPLICA;
        return new RoutedStatement(route, server, Optional.empty(), "");
    }

    String described() {
        return server + reason.map(known -> ", " + known).orElse("") + detail;
    }
}
