package io.tidemark.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.routing.Decision;
import io.tidemark.sql.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@link Course} for reads whose text asks for the primary or for the time. */
final class CourseTest {

    private final List<String> log = new ArrayList<>();
    private final ScriptedRouting routing = new ScriptedRouting(log);
    private final Course course = new Course(
            new Parts(
                    new FakeServer("primary", log).dataSource(),
                    () -> Optional.of(new FakeServer("replica", log).dataSource()),
                    new ScriptedAdmission(),
                    routing,
                    Statements.classifier(),
                    System::nanoTime),
            physical -> {});

    @Test
    void itGoesThereWithoutAWrite() {
        assertEquals(Reason.HINT, course.chooseHinted().reason());
        routing.transaction = Optional.of("one");
        assertEquals(Reason.HINT, course.chooseHinted().reason());
        assertTrue(log.isEmpty());
    }

    @Test
    void aTransactionThatBeginsWithItStaysThere() throws SQLException {
        readOnly();
        Decision decision = course.chooseHinted();
        course.forRead(decision);
        assertEquals(Reason.IN_TRANSACTION, course.chooseRead("SELECT 1").reason());
    }

    @Test
    void aTransactionOnTheReplicaIsNotSplitForIt() throws SQLException {
        readOnly();
        course.forRead(course.chooseRead("SELECT 1"));
        assertEquals(Reason.CAUGHT_UP, course.chooseHinted().reason());
    }

    @Test
    void aReadThatAsksForTheTimeIsRoutedAsSuch() {
        course.chooseRead("SELECT 1");
        assertEquals(0, routing.byClock);
        course.chooseReadByClock("SELECT now()");
        assertEquals(1, routing.byClock);
    }

    /** A later statement of it may ask for the time, and cannot go elsewhere then. */
    @Test
    void aTransactionOnTheReplicaBeginsAsIfItAskedForTheTime() throws SQLException {
        readOnly();
        course.forRead(course.chooseRead("SELECT 1"));
        assertEquals(1, routing.byClock);
        course.chooseReadByClock("SELECT now()");
        assertEquals(1, routing.byClock, "a later one follows");
    }

    private void readOnly() {
        course.servers().set(Setting.READ_ONLY, true);
        course.servers().autoCommit(false);
    }
}
