package io.tidemark.it.client;

import io.tidemark.it.app.Probe;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** An account that anybody may read and change, by each way in which a response can end. */
@Path("changing")
@RequestScoped
public class Changing {

    private static final long ACCOUNT = 1;

    @Inject
    Probe probe;

    @Resource
    ManagedExecutorService executor;

    @GET
    public String read() throws Exception {
        return probe.read(ACCOUNT);
    }

    @PUT
    @Path("body")
    public String body(@QueryParam("amount") int amount) throws Exception {
        return probe.change(ACCOUNT, amount);
    }

    @PUT
    @Path("cached")
    public Response cached(@QueryParam("amount") int amount) throws Exception {
        return Response.ok(probe.change(ACCOUNT, amount))
                .header("Cache-Control", "public, max-age=60")
                .build();
    }

    @PUT
    @Path("written")
    public void written(@QueryParam("amount") int amount, @Context HttpServletResponse response) throws Exception {
        String changed = String.valueOf(probe.change(ACCOUNT, amount));
        try (PrintWriter writer = response.getWriter()) {
            response.setHeader("Cache-Control", "public, max-age=60");
            writer.print(changed);
        }
    }

    @PUT
    @Path("nothing")
    public void nothing(@QueryParam("amount") int amount) throws Exception {
        probe.change(ACCOUNT, amount);
    }

    @PUT
    @Path("failure")
    public void failure(@QueryParam("amount") int amount) throws Exception {
        probe.change(ACCOUNT, amount);
        throw new IllegalStateException("thrown after the commit");
    }

    @PUT
    @Path("resumed")
    public void resumed(@QueryParam("amount") int amount, @Suspended AsyncResponse response) {
        elsewhere(() -> {
            probe.change(ACCOUNT, amount);
            return response.resume(Response.noContent().build());
        });
    }

    @PUT
    @Path("stage")
    public CompletionStage<String> stage(@QueryParam("amount") int amount) {
        CompletableFuture<String> stage = new CompletableFuture<>();
        elsewhere(() -> stage.complete(probe.change(ACCOUNT, amount)));
        return stage;
    }

    private void elsewhere(Callable<Boolean> task) {
        // One that fails does not end the response, which the test notices.
        Future<Boolean> unused = executor.submit(task);
    }
}
