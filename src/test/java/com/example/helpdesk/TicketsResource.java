package com.example.helpdesk;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;

/** The user's tickets, and their processing in the background. */
@RequestScoped
@Path("tickets")
public class TicketsResource {

    @EJB
    Desk desk;

    @EJB
    Clock clock;

    @Inject
    Announcements announcements;

    @Inject
    SecurityContext security;

    @POST
    public long open(@FormParam("title") String title) {
        long id = desk.open(user(), title);
        announcements.send(title);
        return id;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String titles() {
        List<String> titles = desk.of(user()).stream().map(Ticket::getTitle).toList();
        return String.join(", ", titles);
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        announcements.add(sink, sse, desk.count() + " tickets");
    }

    @POST
    @Path("triage")
    public void triage() {
        desk.triage(user());
    }

    @POST
    @Path("evening")
    public void evening() {
        clock.set();
    }

    private String user() {
        return security.getCallerPrincipal().getName();
    }
}
