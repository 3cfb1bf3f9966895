package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.support.Node;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests MyBatis on the routed data source, without any other configuration. */
@Tag("standalone")
class MyBatisIT {

    /** A row to insert; MyBatis sets its key. */
    public static final class Thing {
        private Long id = 0L;
        private final String color;

        public Thing(String color) {
            this.color = color;
        }

        public Long getId() {
            return id;
        }

        public void setId(Long id) {
            this.id = id;
        }

        public String getColor() {
            return color;
        }
    }

    /** Statements by annotation. */
    public interface Things {
        @Select("SELECT color FROM things WHERE id = #{id}")
        String colorOf(long id);

        @Select("SELECT color FROM things WHERE id = ANY (#{ids,typeHandler=org.apache.ibatis.type.ArrayTypeHandler})"
                + " ORDER BY id")
        List<String> colorsOf(@Param("ids") Long[] ids);

        @Insert("INSERT INTO things (color) VALUES (#{color})")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        int add(Thing thing);

        @Update("UPDATE things SET color = #{color} WHERE id = #{id}")
        int change(@Param("id") long id, @Param("color") String color);

        @Select("SELECT color FROM things WHERE color LIKE 'color %'")
        @Options(fetchSize = 10)
        Cursor<String> colors();
    }

    private interface Work<T> {
        T with(Things things, SqlSession session);
    }

    private final Servers servers = TestServers.running();
    private Node node;
    private SqlSessionFactory sessions;

    @BeforeEach
    void node() throws SQLException {
        node = HundredThings.over(servers);
        Configuration configuration =
                new Configuration(new Environment("test", new JdbcTransactionFactory(), node.routed()));
        configuration.addMapper(Things.class);
        sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private <T> T autoCommit(Work<T> work) throws SQLException {
        return node.inScope("ann", () -> {
            try (SqlSession session = sessions.openSession(true)) {
                return work.with(session.getMapper(Things.class), session);
            }
        });
    }

    private <T> T transaction(ExecutorType type, Work<T> work) throws SQLException {
        return node.inScope("ann", () -> {
            try (SqlSession session = sessions.openSession(type, false)) {
                return work.with(session.getMapper(Things.class), session);
            }
        });
    }

    @Test
    void readsAreOnTheReplica() throws SQLException {
        assertEquals("color 1001", autoCommit((things, session) -> things.colorOf(1001)));
        assertEquals(
                List.of("color 1001", "color 1002"),
                autoCommit((things, session) -> things.colorsOf(new Long[] {1001L, 1002L})));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void whatIsInsertedIsSeenInTheNextScope() throws Exception {
        servers.pauseReplay();
        try {
            Thing thing = new Thing("new");
            int added = autoCommit((things, session) -> things.add(thing));
            assertEquals(1, added);
            assertTrue(thing.getId() > 0);
            assertEquals("new", autoCommit((things, session) -> things.colorOf(thing.getId())));
            assertEquals(List.of(Reason.WRITE, Reason.REPLICA_BEHIND), node.reasons());
        } finally {
            servers.resumeReplay();
        }
    }

    @Test
    void aTransactionIsOnThePrimaryAndRaisesTheMarkAtItsCommit() throws Exception {
        servers.pauseReplay();
        try {
            transaction(ExecutorType.SIMPLE, (things, session) -> {
                assertEquals("color 1001", things.colorOf(1001));
                things.change(1001, "changed");
                session.commit();
                return true;
            });
            assertEquals(List.of(Reason.IN_TRANSACTION, Reason.WRITE), node.reasons());
            assertEquals("changed", autoCommit((things, session) -> things.colorOf(1001)));
            transaction(ExecutorType.SIMPLE, (things, session) -> {
                things.change(1002, "lost");
                session.rollback();
                return true;
            });
            assertEquals("color 1002", autoCommit((things, session) -> things.colorOf(1002)));
        } finally {
            servers.resumeReplay();
        }
    }

    @Test
    void batches() throws SQLException {
        int rows = transaction(ExecutorType.BATCH, (things, session) -> {
            for (int id = 1001; id <= 1010; id++) {
                things.change(id, "batch");
            }
            int flushed = session.flushStatements().get(0).getUpdateCounts().length;
            session.commit();
            return flushed;
        });
        assertEquals(10, rows);
        assertEquals("batch", autoCommit((things, session) -> things.colorOf(1010)));
    }

    @Test
    void aCursor() throws SQLException {
        int seen = autoCommit((things, session) -> {
            try (Cursor<String> colors = things.colors()) {
                int rows = 0;
                for (String color : colors) {
                    assertTrue(color.startsWith("color"));
                    rows++;
                }
                return rows;
            } catch (IOException failure) {
                throw new PersistenceException(failure);
            }
        });
        assertEquals(100, seen);
        assertEquals(List.of(Reason.CAUGHT_UP), node.reasons());
    }

    @Test
    void aMistakeIsToldAsTheDriverTellsIt() {
        PersistenceException failure = assertThrows(
                PersistenceException.class, () -> autoCommit((things, session) -> things.change(1001, "x".repeat(99))));
        assertEquals(
                "22001",
                assertInstanceOf(SQLException.class, failure.getCause()).getSQLState());
    }
}
