package io.tidemark.it.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Does a task when an EJB timer expires, at once. */
@Stateless
public class Timers {

    @Resource
    TimerService timers;

    @Inject
    Tasks tasks;

    /** The work of the timers, since a timer itself carries serializable values only. */
    @ApplicationScoped
    public static class Tasks {

        private final AtomicLong numbers = new AtomicLong();
        private final ConcurrentHashMap<Long, Callable<String>> waiting = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<Long, CompletableFuture<String>> results = new ConcurrentHashMap<>();

        long add(Callable<String> task, CompletableFuture<String> result) {
            long number = numbers.incrementAndGet();
            waiting.put(number, task);
            results.put(number, result);
            return number;
        }

        void run(long number) {
            CompletableFuture<String> result = results.remove(number);
            try {
                result.complete(waiting.remove(number).call());
            } catch (Exception failed) {
                result.completeExceptionally(failed);
            }
        }
    }

    public Future<String> call(Callable<String> task) {
        CompletableFuture<String> result = new CompletableFuture<>();
        timers.createSingleActionTimer(0, new TimerConfig(tasks.add(task, result), false));
        return result;
    }

    /** Runs the task outside a transaction, which would commit only after the result is published. */
    @Timeout
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void expired(Timer timer) {
        tasks.run((Long) timer.getInfo());
    }
}
