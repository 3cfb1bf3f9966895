package com.example.clock;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs a tick on a thread of a kind, and returns its routes. */
@RequestScoped
@Path("ticks/{where}")
public class ClockResource {

    private static final int PATIENCE_SECONDS = 20;

    @Resource
    ManagedThreadFactory threads;

    @Resource
    ManagedExecutorService executor;

    @Inject
    Ticks ticks;

    @EJB
    Executor alarm;

    @GET
    public String tick(@PathParam("where") String where) throws Exception {
        FutureTask<String> tick = new FutureTask<>(ticks::tick);
        on(where).execute(tick);
        return tick.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Runs the task on a thread that the server does not manage, without the application's class loader. */
    private static void onStranger(Runnable task) {
        Thread stranger = new Thread(task);
        stranger.setContextClassLoader(ClassLoader.getSystemClassLoader());
        stranger.start();
    }

    private Executor on(String where) {
        return switch (where) {
            case "request" -> Runnable::run;
            case "thread" -> task -> threads.newThread(task).start();
            case "stranger" -> ClockResource::onStranger;
            case "executor" -> executor;
            case "timer" -> alarm;
            default -> throw new IllegalArgumentException(where);
        };
    }
}
