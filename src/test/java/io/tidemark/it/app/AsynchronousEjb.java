package io.tidemark.it.app;

import io.tidemark.RoutedReads;
import io.tidemark.RoutedWork;
import jakarta.ejb.AsyncResult;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** An EJB's own kind of asynchronous method, in a transaction of the container. */
@Stateless
@RoutedReads
public class AsynchronousEjb {

    @PersistenceContext
    EntityManager entities;

    @Asynchronous
    public Future<String> call(Callable<String> task) throws Exception {
        return new AsyncResult<>(task.call());
    }

    /** Leaves the change to the flush at the commit, after the context was unbound. */
    @Asynchronous
    public Future<String> change(RoutedWork.Context context, long id, int amount) {
        context.run(() -> entities.find(Account.class, id).amount(amount));
        return new AsyncResult<>("changed");
    }
}
