package io.tidemark.it.app;

import io.tidemark.RoutedReads;
import jakarta.enterprise.concurrent.Asynchronous;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Jakarta Concurrency's kind of asynchronous method. */
@ApplicationScoped
@RoutedReads
public class AsynchronousBean {

    @Asynchronous
    public CompletableFuture<String> call(Callable<String> task) throws Exception {
        return Asynchronous.Result.complete(task.call());
    }
}
