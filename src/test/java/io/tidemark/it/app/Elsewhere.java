package io.tidemark.it.app;

import io.tidemark.RoutedWork;
import io.tidemark.concurrent.RoutingContextProvider;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The ways in which an application has something done on another thread. */
@ApplicationScoped
@ContextServiceDefinition(
        name = Elsewhere.WITH,
        propagated = {RoutingContextProvider.TYPE, ContextServiceDefinition.APPLICATION},
        cleared = ContextServiceDefinition.ALL_REMAINING)
@ContextServiceDefinition(
        name = Elsewhere.WITHOUT,
        propagated = ContextServiceDefinition.ALL_REMAINING,
        cleared = {RoutingContextProvider.TYPE, ContextServiceDefinition.TRANSACTION})
public class Elsewhere {

    static final String WITH = "java:app/concurrent/with-routing";
    static final String WITHOUT = "java:app/concurrent/without-routing";

    private static final long PATIENCE_SECONDS = 20;

    @Resource
    ManagedExecutorService executor;

    @Resource
    ManagedScheduledExecutorService scheduler;

    @Resource(lookup = WITH)
    ContextService with;

    @Resource(lookup = WITHOUT)
    ContextService without;

    @Inject
    AsynchronousBean bean;

    @Inject
    AsynchronousEjb ejb;

    @Inject
    Timers timers;

    @Inject
    RoutedWork work;

    /** Has it done, and waits for it. */
    public String call(String way, Callable<String> task) throws Exception {
        return begin(way, task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Future<String> begin(String way, Callable<String> task) throws Exception {
        return switch (way) {
            case "executor" -> executor.submit(task);
            case "scheduler" -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS);
            case "bean" -> bean.call(task);
            case "ejb" -> ejb.call(task);
            case "ejb-in-context" -> ejb.call(work.current().contextual(task));
            case "thread" -> thread(task);
            case "thread-in-context" -> thread(work.current().contextual(task));
            case "with-routing" -> thread(with.contextualCallable(task));
            case "without-routing" ->
                CompletableFuture.completedFuture(
                        without.contextualCallable(task).call());
            case "timer" -> timers.call(task);
            default -> throw new IllegalArgumentException(way);
        };
    }

    /** Runs work on a thread that the server does not manage and that inherits only the class loader. */
    private static Future<String> thread(Callable<String> task) {
        FutureTask<String> result = new FutureTask<>(task);
        Thread elsewhere = new Thread(null, result, "elsewhere", 0, false);
        // As of an executor that the application makes. Without it Payara 7 cannot validate a pooled connection.
        elsewhere.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        elsewhere.start();
        return result;
    }
}
