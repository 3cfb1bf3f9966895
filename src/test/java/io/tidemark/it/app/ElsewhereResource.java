package io.tidemark.it.app;

import io.tidemark.RoutedWork;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Requests that delegate their work to other threads. Each returns the result of a read. */
@Path("elsewhere/{way}")
@RequestScoped
public class ElsewhereResource {

    private static final long ACCOUNT = 1;

    @Inject
    Elsewhere elsewhere;

    @Inject
    Probe probe;

    @Inject
    RoutedWork work;

    @Inject
    AsynchronousEjb ejb;

    /** Reads: on behalf of whom, and including which position, as the client says. */
    @GET
    public String read(
            @PathParam("way") String way,
            @QueryParam("as") @DefaultValue("") String as,
            @QueryParam("after") @DefaultValue("") String after)
            throws Exception {
        Callable<String> read = () -> probe.read(ACCOUNT);
        if (way.equals("here")) {
            return read.call();
        }
        if (as.isEmpty() && after.isEmpty()) {
            return elsewhere.call(way, read);
        }
        return elsewhere.call(way, given(as, after).contextual(read));
    }

    private RoutedWork.Context given(String as, String after) {
        if (as.isEmpty()) {
            return work.after(after);
        }
        return after.isEmpty() ? work.as(as) : work.as(as).after(after);
    }

    /** Writes here, and reads elsewhere. */
    @PUT
    @Path("read")
    public String writeThenRead(@PathParam("way") String way, @QueryParam("amount") int amount) throws Exception {
        probe.change(ACCOUNT, amount);
        return elsewhere.call(way, () -> probe.read(ACCOUNT));
    }

    /** Writes elsewhere, and reads here. */
    @PUT
    @Path("write")
    public String writeElsewhere(@PathParam("way") String way, @QueryParam("amount") int amount) throws Exception {
        elsewhere.call(way, () -> probe.change(ACCOUNT, amount));
        return probe.read(ACCOUNT);
    }

    /** Writes here, reads elsewhere, and reads here again. */
    @PUT
    @Path("restored")
    public String writeReadAndReadHere(@PathParam("way") String way, @QueryParam("amount") int amount)
            throws Exception {
        return writeThenRead(way, amount) + ", " + probe.read(ACCOUNT);
    }

    /** Writes elsewhere on behalf of somebody. */
    @PUT
    @Path("as")
    public String writeAs(@PathParam("way") String way, @QueryParam("as") String as, @QueryParam("amount") int amount)
            throws Exception {
        return elsewhere.call(way, work.as(as).contextual(() -> probe.change(ACCOUNT, amount)));
    }

    /** Changes an entity on behalf of a caller. The write occurs at the commit, after the caller was unbound. */
    @PUT
    @Path("flush")
    public String writeAtCommit(@QueryParam("as") String as, @QueryParam("amount") int amount) throws Exception {
        return ejb.change(work.as(as), ACCOUNT, amount).get(20, TimeUnit.SECONDS);
    }

    /** Writes, and answers the position to send along. */
    @PUT
    @Path("position")
    public String writeAndTell(@QueryParam("amount") int amount) throws Exception {
        probe.change(ACCOUNT, amount);
        return work.position();
    }
}
