package io.tidemark.it.frameworks;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests jOOQ on the routed data source, without any other configuration. */
@Tag("standalone")
class JooqIT {

    private static final Table<Record> THINGS = table(name("things"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> COLOR = field(name("color"), SQLDataType.VARCHAR);

    private final Servers servers = TestServers.running();
    private Node node;
    private DSLContext jooq;

    @BeforeEach
    void node() throws SQLException {
        node = HundredThings.over(servers);
        jooq = DSL.using(node.routed(), SQLDialect.POSTGRES);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aReadIsOnTheReplica() throws SQLException {
        List<String> colors = node.inScope("ann", () -> jooq.select(COLOR)
                .from(THINGS)
                .where(ID.eq(1001L))
                .and(ID.in(1001L, 1002L))
                .and(ID.eq(DSL.any(val(new Long[] {1001L, 1002L}))))
                .fetch(COLOR));
        assertEquals(List.of("color 1001"), colors);
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void whatIsInsertedIsSeenInTheSameScopeAndInTheNext() throws Exception {
        servers.pauseReplay();
        try {
            Long id = node.inScope("ann", () -> {
                Long made = jooq.insertInto(THINGS, COLOR)
                        .values("new")
                        .returning(ID)
                        .fetchOne(ID);
                assertEquals("new", colorOf(made));
                return made;
            });
            assertEquals(List.of(Reason.WRITE, Reason.WROTE), node.reasons());
            assertEquals("new", node.inScope("ann", () -> colorOf(id)));
            assertEquals(List.of(Reason.REPLICA_BEHIND), node.reasons());
        } finally {
            servers.resumeReplay();
        }
    }

    private String colorOf(Long id) {
        return jooq.select(COLOR).from(THINGS).where(ID.eq(id)).fetchOne(COLOR);
    }

    @Test
    void batchesAndTransactions() throws SQLException {
        node.inScope("ann", () -> {
            int[] counts = jooq.batch(
                            jooq.update(THINGS).set(COLOR, "one").where(ID.eq(1001L)),
                            jooq.update(THINGS).set(COLOR, "two").where(ID.in(1002L, 1003L)))
                    .execute();
            assertEquals(List.of(1, 2), List.of(counts[0], counts[1]));
            int[] rows = jooq.batch(jooq.insertInto(THINGS, COLOR).values((String) null))
                    .bind("three")
                    .bind("four")
                    .execute();
            assertEquals(2, rows.length);
            assertThrows(
                    IllegalStateException.class,
                    () -> jooq.transaction(outer -> {
                        outer.dsl().update(THINGS).set(COLOR, "lost").execute();
                        throw new IllegalStateException("rolls back");
                    }));
            jooq.transaction(outer -> {
                outer.dsl()
                        .update(THINGS)
                        .set(COLOR, "kept")
                        .where(ID.eq(1004L))
                        .execute();
                assertThrows(IllegalStateException.class, () -> outer.dsl().transaction(inner -> {
                    inner.dsl().update(THINGS).set(COLOR, "lost").execute();
                    throw new IllegalStateException("rolls back to the savepoint");
                }));
            });
            assertEquals(0, jooq.fetchCount(THINGS, COLOR.eq("lost")));
            assertEquals("kept", colorOf(1004L));
            return true;
        });
        assertFalse(node.reasons().contains(Reason.CAUGHT_UP));
    }

    @Test
    void rowsThatAreFetchedOneByOne() throws SQLException {
        int seen = node.inScope("ann", () -> {
            int rows = 0;
            try (Cursor<Record1<String>> cursor =
                    jooq.select(COLOR).from(THINGS).fetchSize(10).fetchLazy()) {
                for (Record1<String> row : cursor) {
                    assertTrue(row.value1().startsWith("color"));
                    rows++;
                }
            }
            try (Stream<Record1<String>> stream =
                    jooq.select(COLOR).from(THINGS).fetchSize(10).fetchStream()) {
                return rows + (int) stream.count();
            }
        });
        assertEquals(200, seen);
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP), node.reasons());
    }
}
