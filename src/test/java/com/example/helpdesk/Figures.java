package com.example.helpdesk;

import io.tidemark.RouteDecision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts statements by route and reason. */
@ApplicationScoped
@Path("figures")
public class Figures {

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void routed(@Observes RouteDecision decision) {
        counts.computeIfAbsent(decision.route() + " " + decision.reason(), key -> new LongAdder())
                .increment();
    }

    @DELETE
    public void forget() {
        counts.clear();
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String all() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue().sum())
                .collect(Collectors.joining("\n"));
    }
}
