package com.example.things;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * The repository of all things. It is ordinary Jakarta Persistence, without any reference to replicas.
 *
 * <p>Each method runs in a transaction of its own or joins the current one. Changes are flushed immediately. A lost update
 * is therefore thrown here as {@link jakarta.persistence.OptimisticLockException}, not wrapped at the commit.
 */
@ApplicationScoped
@Transactional
public class Things {

    @PersistenceContext(unitName = "things")
    private EntityManager entities;

    /** {@return a new thing of this color, already stored} */
    public Thing add(Color color) {
        Thing thing = new Thing(color);
        entities.persist(thing);
        return thing;
    }

    /** {@return the thing with this id} */
    public Optional<Thing> find(long id) {
        return Optional.ofNullable(entities.find(Thing.class, id));
    }

    /** {@return the newest things, newest first} */
    public List<Thing> newest(int limit) {
        return entities.createQuery("select t from Thing t order by t.id desc", Thing.class)
                .setMaxResults(limit)
                .getResultList();
    }

    /** {@return the newest things of this color, newest first} */
    public List<Thing> newest(Color color, int limit) {
        TypedQuery<Thing> query =
                entities.createQuery("select t from Thing t where t.color = :color order by t.id desc", Thing.class);
        return query.setParameter("color", color.name()).setMaxResults(limit).getResultList();
    }

    /**
     * Changes the color of a thing. To demonstrate routing, it reads more often than necessary. Three reads before the change
     * use a replica that covers the caller's mark; one read after it uses the primary. If the color does not change, no
     * write occurs, and all reads stay on the replica.
     * @return the changed thing; empty if there is none with this id
     * @throws jakarta.persistence.OptimisticLockException if the thing was changed since it was read
     * @throws jakarta.persistence.EntityNotFoundException if it was removed between two reads
     */
    public Optional<Thing> paint(long id, Color color) {
        Optional<Thing> found = find(id);
        found.ifPresent(thing -> {
            entities.refresh(thing);
            entities.refresh(thing);
            thing.paint(color);
            entities.flush();
            entities.refresh(thing);
        });
        return found;
    }

    /**
     * Removes a thing.
     *
     * @return false if there is no thing with this id @throws jakarta.persistence.OptimisticLockException if the thing was changed or removed since it was read
     */
    public boolean remove(long id) {
        Optional<Thing> found = find(id);
        found.ifPresent(thing -> {
            entities.remove(thing);
            entities.flush();
        });
        return found.isPresent();
    }
}
