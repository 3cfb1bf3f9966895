package com.example.things;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * All things. Ordinary Jakarta Persistence: nothing here knows that there are replicas.
 *
 * <p>Every method is one transaction, or joins its caller's. Changes are flushed at once, so that a lost update shows as
 * {@link jakarta.persistence.OptimisticLockException} here, and not as some wrapper of it at commit.
 */
@ApplicationScoped
@Transactional
public class Things {

    @PersistenceContext(unitName = "things")
    private EntityManager entities;

    /** Adds a thing of this color. */
    public Thing add(Color color) {
        Thing thing = new Thing(color);
        entities.persist(thing);
        return thing;
    }

    /** The thing with this id. */
    public Optional<Thing> find(long id) {
        return Optional.ofNullable(entities.find(Thing.class, id));
    }

    /** The newest things, the newest first. */
    public List<Thing> newest(int limit) {
        return entities.createQuery("select t from Thing t order by t.id desc", Thing.class)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The newest things of this color, the newest first. */
    public List<Thing> newest(Color color, int limit) {
        TypedQuery<Thing> query =
                entities.createQuery("select t from Thing t where t.color = :color order by t.id desc", Thing.class);
        return query.setParameter("color", color.name()).setMaxResults(limit).getResultList();
    }

    /**
     * Gives a thing another color. It reads more often than makes sense, to show how the statements are routed: three
     * times before the change, from a replica that has what its caller wrote; once after it, from the primary. With the
     * color that the thing has already there is nothing to write, and every read stays on the replica.
     *
     * @throws jakarta.persistence.OptimisticLockException if the thing was changed since it was read
     * @throws jakarta.persistence.EntityNotFoundException if it was removed in between
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
     * Removes a thing; false if there is none with this id.
     *
     * @throws jakarta.persistence.OptimisticLockException if the thing was changed or removed since it was read
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
