package io.tidemark.it.dispatch;

import io.tidemark.RoutedWork;
import io.tidemark.it.app.Probe;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Responses of Jakarta REST that another thread ends. */
@Path("resume/{way}")
@RequestScoped
public class Resuming {

    private static final long ACCOUNT = 1;

    @Inject
    Probe probe;

    @Inject
    RoutedWork work;

    @Resource
    ManagedExecutorService executor;

    @GET
    public void read(@PathParam("way") String way, @Suspended AsyncResponse response) {
        resume(way, response);
    }

    @PUT
    public void writeThenRead(
            @PathParam("way") String way, @QueryParam("amount") int amount, @Suspended AsyncResponse response)
            throws Exception {
        probe.change(ACCOUNT, amount);
        resume(way, response);
    }

    /** {@return a stage, for which Jakarta REST waits} */
    @PUT
    @Path("stage")
    public CompletionStage<String> writeThenStage(@PathParam("way") String way, @QueryParam("amount") int amount)
            throws Exception {
        probe.change(ACCOUNT, amount);
        CompletableFuture<String> stage = new CompletableFuture<>();
        on(way, () -> stage.complete(probe.read(ACCOUNT)));
        return stage;
    }

    @PUT
    @Path("failure")
    public void writeThenFail(@QueryParam("amount") int amount) throws Exception {
        probe.change(ACCOUNT, amount);
        throw new IllegalStateException("thrown by a resource");
    }

    private void resume(String way, AsyncResponse response) {
        on(way, () -> response.resume(probe.read(ACCOUNT)));
    }

    private void on(String way, Callable<Boolean> task) {
        switch (way) {
            case "executor" -> {
                // One that fails does not resume the response, which the test notices.
                Future<Boolean> unused = executor.submit(task);
            }
            case "thread-in-context" -> thread(work.current().contextual(task));
            default -> throw new IllegalArgumentException(way);
        }
    }

    private static void thread(Callable<Boolean> task) {
        Thread elsewhere = new Thread(
                null,
                () -> {
                    try {
                        task.call();
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                "elsewhere",
                0,
                false);
        elsewhere.start();
    }
}
