package com.example.helpdesk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;

/** Sends new tickets to all connected clients. */
@ApplicationScoped
public class Announcements {

    private Optional<Sse> sse = Optional.empty();
    private Optional<SseBroadcaster> broadcaster = Optional.empty();

    synchronized void add(SseEventSink sink, Sse ofServer, String first) {
        if (broadcaster.isEmpty()) {
            sse = Optional.of(ofServer);
            broadcaster = Optional.of(ofServer.newBroadcaster());
        }
        sink.send(event(first));
        broadcaster.get().register(sink);
    }

    synchronized void send(String data) {
        broadcaster.ifPresent(all -> all.broadcast(event(data)));
    }

    private OutboundSseEvent event(String data) {
        return sse.orElseThrow().newEvent(data);
    }
}
