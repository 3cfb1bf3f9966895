package com.example.ledger;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Work with entities, under the annotation, in transactions and outside of them. */
@ApplicationScoped
@RoutedReads
public class Ledger {

    /** Tables, with a hundred entries. */
    public static final String TABLES =
            """
            DROP TABLE IF EXISTS ledger_entries, receipts;
            CREATE SEQUENCE IF NOT EXISTS entry_ids START 10 INCREMENT 10;
            CREATE TABLE ledger_entries (id bigint PRIMARY KEY, text text NOT NULL, version integer NOT NULL DEFAULT 0);
            CREATE TABLE receipts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version integer NOT NULL DEFAULT 0);
            INSERT INTO ledger_entries SELECT -n, 'entry ' || n FROM generate_series(1, 100) n;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ledger_entries, receipts TO tidemark;
            GRANT USAGE ON entry_ids, receipts_id_seq TO tidemark;
            """;

    @PersistenceContext
    EntityManager entities;

    @PersistenceUnit
    EntityManagerFactory unit;

    /** Something done with the entity manager. */
    public interface Work<T> {
        T with(EntityManager entities) throws Exception;
    }

    @Transactional(rollbackOn = Exception.class)
    public <T> T inTransaction(Work<T> work) throws Exception {
        return work.with(entities);
    }

    /** With the container's entity manager, and no transaction. */
    public <T> T outside(Work<T> work) throws Exception {
        return work.with(entities);
    }

    /** With an entity manager that the application opens, and closes before it uses the result. */
    public <T, R> R afterClosing(Work<T> work, Function<T, R> use) throws Exception {
        T result;
        EntityManager own = unit.createEntityManager();
        try {
            result = work.with(own);
        } finally {
            own.close();
        }
        return use.apply(result);
    }

    /** Writes through the unwrapped connection, which takes part in the transaction. */
    @Transactional(rollbackOn = Exception.class)
    public int writeByUnwrapped(String sql, Runnable after) throws SQLException {
        Connection connection = entities.unwrap(Connection.class);
        try (var statement = connection.createStatement()) {
            int changed = statement.executeUpdate(sql);
            after.run();
            return changed;
        }
    }

    /** All entries, row by row, over a cursor of EclipseLink that the hint names. */
    public static int countByCursor(EntityManager entities, String hint, Runnable whileOpen) {
        Object cursor = entities.createQuery("select e from Entry e order by e.id")
                .setHint(hint, true)
                .getSingleResult();
        int count = 0;
        if (cursor instanceof Iterator<?> rows) {
            while (rows.hasNext()) {
                rows.next();
                if (count++ == 0) {
                    whileOpen.run();
                }
            }
        } else {
            Enumeration<?> rows = (Enumeration<?>) cursor;
            while (rows.hasMoreElements()) {
                rows.nextElement();
                if (count++ == 0) {
                    whileOpen.run();
                }
            }
        }
        return count;
    }

    /** Several entries of new keys. */
    public static List<Long> add(EntityManager entities, int count) {
        List<Entry> added =
                IntStream.range(0, count).mapToObj(n -> new Entry("added " + n)).toList();
        added.forEach(entities::persist);
        entities.flush();
        return added.stream().map(Entry::id).toList();
    }
}
