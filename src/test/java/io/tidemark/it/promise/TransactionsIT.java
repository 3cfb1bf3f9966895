package io.tidemark.it.promise;

import static io.tidemark.testkit.routes.RouteAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.Routed;
import io.tidemark.RoutingMXBean;
import io.tidemark.Status;
import io.tidemark.it.app.Account;
import io.tidemark.it.app.Accounts;
import io.tidemark.it.app.AccountsByHandEjb;
import io.tidemark.it.app.AccountsEjb;
import io.tidemark.it.app.Admin;
import io.tidemark.it.app.Decisions;
import io.tidemark.it.app.Jdbc;
import io.tidemark.it.app.ReadOnlySeries;
import io.tidemark.it.app.ReadOnlyWork;
import io.tidemark.it.app.Reading;
import io.tidemark.it.app.Step;
import io.tidemark.it.app.TextReads;
import io.tidemark.it.app.Who;
import io.tidemark.it.support.Deployments;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import io.tidemark.wal.Backend;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.persistence.LockModeType;
import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Transactions of every kind, inside the server: they stay atomic, and their outcome decides about the mark.
 *
 * <p>Whether a mark was raised shows in the next read while replay is paused: behind for whoever must wait.
 */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
class TransactionsIT {

    /** More than are idle in the primary's pool. */
    private static final int CONNECTIONS = 12;

    @Inject
    Accounts accounts;

    @Inject
    Accounts.Unrouted unrouted;

    @Inject
    Accounts.Lazily lazily;

    @Inject
    ReadOnlyWork readOnly;

    @Inject
    AccountsEjb ejb;

    @Inject
    AccountsByHandEjb byHandEjb;

    @Inject
    TextReads textReads;

    @Inject
    Who who;

    @Inject
    Decisions decisions;

    @Inject
    Scopes scopes;

    @Inject
    ServletContext context;

    @Inject
    Provider<Status> status;

    @Inject
    @Routed
    DataSource routedSource;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    @Deployment
    static WebArchive application() {
        return Deployments.withTestBeans();
    }

    @BeforeEach
    void accountsWithoutMarks() throws SQLException {
        Admin.onPrimary(Account.ROWS);
        Admin.awaitReplica();
        who.is("alice");
        Admin.await("a replica for alice", () -> {
            decisions.forget();
            accounts.amount(1);
            return decisions.reasons().equals(List.of(Reason.CAUGHT_UP));
        });
        Admin.onReplica("SELECT pg_wal_replay_pause()");
        decisions.forget();
    }

    @AfterEach
    void replayGoesOn() throws SQLException {
        Admin.onReplica("SELECT pg_wal_replay_resume()");
    }

    @Test
    void rowsOfTheReplicaComePieceByPieceWhileThePrimaryIsWritten() throws Exception {
        List<Boolean> open = new ArrayList<>();
        List<Integer> sum = new ArrayList<>();
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.WRITE),
                reasons(() ->
                        sum.add(accounts.sumWhileChanging(1, 1000, () -> open.add(Admin.replicaIsInTransaction())))));
        assertEquals(List.of(true), open, "a transaction of the reader's on the replica, for its rows");
        assertEquals(List.of(60), sum, "one statement sees one state");
        assertFalse(Admin.replicaIsInTransaction(), "and it is over with the connection");
        assertMarked("alice");
    }

    @Test
    void aReadOfAColumnThatTheReplicaLacksIsServedByThePrimary() throws Exception {
        Admin.onPrimary("ALTER TABLE accounts ADD COLUMN price int DEFAULT 5");
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.REPLICA_FAILED, Reason.CAUGHT_UP),
                reasons(() -> {
                    assertEquals(5, textReads.first("SELECT price FROM accounts WHERE id = 1"));
                    accounts.amount(1);
                }),
                "the primary serves this one, and the replica goes on serving the request");
        assertNotMarked("alice");
    }

    @Test
    void aMistakeInTheTextSurfacesAsThePrimarySaysIt() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.REPLICA_FAILED),
                reasons(() -> assertEquals(
                        "42703",
                        assertThrows(SQLException.class, () -> textReads.first("SELECT nonsense FROM accounts"))
                                .getSQLState())));
        assertNotMarked("alice");
    }

    @Test
    void aReadThatALockOfReplayBlocksIsServedByThePrimary() throws Exception {
        Admin.onReplica("SELECT pg_wal_replay_resume()");
        Admin.stopReplayAtLockOn("accounts");
        long begun = System.nanoTime();
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.REPLICA_CONFLICT, Reason.REPLICA_CONFLICT), reasons(() -> {
            assertEquals(10, textReads.first("SELECT amount FROM accounts WHERE id = 1"));
            assertEquals(10, textReads.first("SELECT amount FROM accounts WHERE id = 1"));
        }));
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertTrue(waited >= 450 && waited < 10_000, waited + " ms");
    }

    @Test
    void aPlanThatIsOutOfDateSpoilsNoReadOnlyTransaction() throws Exception {
        String sql = "SELECT * FROM accounts WHERE id = 1";
        Admin.onReplica("SELECT pg_wal_replay_resume()");
        List<Reason> routes = reasons(() -> textReads.beforeAndAfter(
                () -> {
                    Admin.onPrimary("ALTER TABLE accounts ADD COLUMN newest int");
                    Admin.awaitReplica();
                },
                sql));
        Admin.awaitReplica();
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP),
                reasons(() -> textReads.inOneTransaction("SELECT 1", sql)),
                "a later transaction on the replica");
        assertEquals(Reason.REPLICA_FAILED, routes.get(routes.size() - 1), "the plan was out of date");
        assertFalse(routes.contains(Reason.WRITE), "it is no write");
    }

    @Test
    void aWriteThatBeginsLikeAReadSaysWhatMakesItAWrite() throws Exception {
        Admin.onPrimary("CREATE OR REPLACE FUNCTION tally() RETURNS bigint LANGUAGE sql"
                + " AS 'SELECT count(*) FROM accounts'");
        Admin.await("the catalogue with the function", () -> {
            return causes("SELECT tally()").equals(List.of("function tally: public.tally is VOLATILE"));
        });
        assertTrue(
                status.get()
                        .writeCauses()
                        .contains("function tally: public.tally is VOLATILE. If it only reads, declare it so"
                                + " (ALTER FUNCTION public.tally … STABLE), or add it to tidemark.functions.safe."),
                status.get().writeCauses().toString());
        assertEquals(List.of("locks rows"), causes("SELECT id FROM accounts FOR UPDATE"));
    }

    private List<String> causes(String sql) {
        decisions.forget();
        try {
            inARequestOfItsOwn(() -> textReads.first(sql));
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
        return decisions.causes();
    }

    /** The reasons of what runs, in a request of its own. */
    private List<Reason> reasons(Step step) throws Exception {
        return decisions.ofRequest(step);
    }

    private void inARequestOfItsOwn(Step step) throws Exception {
        decisions.inRequest(step);
    }

    private void assertMarked(String caller) throws Exception {
        who.is(caller);
        assertEquals(List.of(Reason.REPLICA_BEHIND), reasons(() -> accounts.amount(3)));
    }

    private void assertNotMarked(String caller) throws Exception {
        who.is(caller);
        assertEquals(List.of(Reason.CAUGHT_UP), reasons(() -> accounts.amount(3)));
    }

    private static void bumpVersion(long id) throws SQLException {
        Admin.onPrimary("UPDATE accounts SET version = version + 1 WHERE id = " + id);
    }

    private interface Change {
        void make(long first, long second, int amount, Step between) throws Exception;
    }

    private void assertAtomic(Change change) throws Exception {
        assertThrows(
                Exception.class,
                () -> inARequestOfItsOwn(() -> change.make(1, 2, 99, () -> bumpVersion(2))),
                "the second account's version is another one by now");
        assertEquals(10, Admin.amountOnPrimary(1), "the first account was changed although the second was not");
        assertEquals(20, Admin.amountOnPrimary(2));
    }

    private void assertCommitted(Change change) throws Exception {
        List<Reason> routes = reasons(() -> change.make(1, 2, 99, Step.NOTHING));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE), withoutRepeatedWrites(routes));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertEquals(99, Admin.amountOnPrimary(2));
        assertNotMarked("bob");
        assertMarked("alice");
    }

    /** A flush of two entities is one statement or two, as Hibernate batches them. */
    private static List<Reason> withoutRepeatedWrites(List<Reason> reasons) {
        List<Reason> shorter = new ArrayList<>(reasons);
        while (shorter.size() > 3 && shorter.get(shorter.size() - 1) == Reason.WRITE) {
            shorter.remove(shorter.size() - 1);
        }
        return shorter;
    }

    @Test
    void aReadOnlyTransactionOutsideJtaHasTheSameOutcomeOnBothServers() throws Exception {
        Admin.onReplica("SELECT pg_wal_replay_resume()");
        Admin.onPrimary(ReadOnlySeries.TABLES);
        Admin.awaitReplica();
        Admin.onReplica("SELECT pg_wal_replay_pause()");
        List<String> replica = new ArrayList<>();
        assertEquals(Set.of(Reason.CAUGHT_UP), Set.copyOf(reasons(() -> replica.addAll(readOnlyOutcomes()))));
        assertNotMarked("alice");
        for (String different : ReadOnlySeries.DIFFERENT) {
            List<String> refused = new ArrayList<>();
            inARequestOfItsOwn(() -> refused.addAll(readOnly.outcomes(List.of("SELECT 1", different))));
            assertEquals(different + " -> 25006", refused.get(1));
        }
        inARequestOfItsOwn(() -> accounts.change(1, 2, 99, Step.NOTHING));
        assertMarked("alice");
        List<String> primary = new ArrayList<>();
        List<Reason> routes = reasons(() -> primary.addAll(readOnlyOutcomes()));
        assertEquals(Reason.REPLICA_BEHIND, routes.get(0));
        assertFalse(routes.contains(Reason.CAUGHT_UP));
        assertEquals(String.join("\n", primary), String.join("\n", replica));
    }

    /** Those of each series behind a read, and of those that need none, each in a request of its own. */
    private List<String> readOnlyOutcomes() throws Exception {
        List<String> outcomes = new ArrayList<>();
        for (List<String> series : ReadOnlySeries.ALIKE) {
            List<String> behindARead = new ArrayList<>(List.of("SELECT n FROM noted ORDER BY n"));
            behindARead.addAll(series);
            inARequestOfItsOwn(() -> outcomes.addAll(readOnly.outcomes(behindARead)));
        }
        for (List<String> series : ReadOnlySeries.FIRST) {
            inARequestOfItsOwn(() -> outcomes.addAll(readOnly.outcomes(series)));
        }
        return outcomes;
    }

    @Test
    void aCdiTransactionIsAtomic() throws Exception {
        assertAtomic(accounts::change);
    }

    @Test
    void aCdiTransactionRaisesTheMark() throws Exception {
        assertCommitted(accounts::change);
    }

    @Test
    void anEjbsTransactionIsAtomic() throws Exception {
        assertAtomic(ejb::change);
    }

    @Test
    void anEjbsTransactionRaisesTheMark() throws Exception {
        assertCommitted(ejb::change);
    }

    @Test
    void aTransactionByHandIsAtomic() throws Exception {
        assertAtomic(accounts::changeByHand);
    }

    @Test
    void aTransactionByHandRaisesTheMark() throws Exception {
        assertCommitted(accounts::changeByHand);
    }

    @Test
    void aTransactionByHandInAnEjbIsAtomic() throws Exception {
        assertAtomic(byHandEjb::change);
    }

    @Test
    void aTransactionByHandInAnEjbRaisesTheMark() throws Exception {
        assertCommitted(byHandEjb::change);
    }

    /** The replica has the second account in a version that is no longer the primary's. */
    private void assertSucceedsWhenItIsTriedAgain(String caller, Change change) throws Exception {
        bumpVersion(2);
        int before = Admin.amountOnPrimary(2);
        who.is(caller);
        assertThrows(
                Exception.class, () -> inARequestOfItsOwn(() -> change.make(1, 2, before + 1, Step.NOTHING)), caller);
        assertEquals(before, Admin.amountOnPrimary(2), caller);
        inARequestOfItsOwn(() -> change.make(1, 2, before + 1, Step.NOTHING));
        assertNotMarked("bob");
        assertMarked(caller);
    }

    @Test
    void whoTriesAgainWhatAVersionRefusedReadsNothingOlder() throws Exception {
        Change[] changes = {
            accounts::change,
            accounts::changeAndFlush,
            accounts::changeByHand,
            ejb::change,
            byHandEjb::change,
            (first, second, amount, between) -> accounts.changeVersionByHand(second, amount),
            (first, second, amount, between) -> accounts.changeVersionByHandAlone(second, amount)
        };
        for (int i = 0; i < changes.length; i++) {
            int before = Admin.amountOnPrimary(2);
            assertSucceedsWhenItIsTriedAgain("caller " + i, changes[i]);
            assertEquals(before + 1, Admin.amountOnPrimary(2), "caller " + i);
        }
    }

    @Test
    void whoTriesAgainWhatAVersionRefusedThatWasOnlyReadReadsNothingOlder() throws Exception {
        assertSucceedsWhenItIsTriedAgain(
                "alice", (changed, read, amount, between) -> accounts.changeIfUnchanged(3, read, amount, between));
        assertEquals(21, Admin.amountOnPrimary(3));
    }

    /** Every way to lock an account optimistically, without changing it. */
    private static Map<String, Reading> optimisticLocks() {
        Map<String, Object> noHints = Map.of();
        return Map.of(
                "find", entities -> entities.find(Account.class, 2L, LockModeType.OPTIMISTIC),
                "find with hints", entities -> entities.find(Account.class, 2L, LockModeType.OPTIMISTIC, noHints),
                "find what is loaded",
                        entities -> {
                            entities.find(Account.class, 2L);
                            entities.find(Account.class, 2L, LockModeType.READ);
                        },
                "lock", entities -> entities.lock(entities.find(Account.class, 2L), LockModeType.OPTIMISTIC),
                "refresh", entities -> entities.refresh(entities.find(Account.class, 2L), LockModeType.OPTIMISTIC),
                "query",
                        entities -> entities.createQuery("select a from Account a where a.id = 2", Account.class)
                                .setLockMode(LockModeType.OPTIMISTIC)
                                .getSingleResult(),
                "named query",
                        entities -> entities.createNamedQuery(Account.LOCKED, Account.class)
                                .setParameter("id", 2L)
                                .getSingleResult());
    }

    private interface ReadingMethod {
        void read(Reading reading, Step between) throws Exception;
    }

    private Map<String, ReadingMethod> transactionsThatRead() {
        return Map.of(
                "CDI", accounts::read,
                "by hand", accounts::readByHand,
                "EJB", ejb::read);
    }

    private static boolean isOptimisticLock(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .anyMatch(cause -> cause.getClass().getSimpleName().startsWith("Optimistic"));
    }

    @Test
    void anOptimisticLockIsVerifiedOnThePrimaryHoweverItIsTaken() throws Exception {
        bumpVersion(2);
        for (Map.Entry<String, Reading> lock : optimisticLocks().entrySet()) {
            String caller = "who locks by " + lock.getKey();
            who.is(caller);
            assertOptimisticLockFails(caller, accounts::read, lock.getValue());
            assertEquals(Reason.IN_TRANSACTION, last(decisions.reasons()), caller);
        }
    }

    @Test
    void anOptimisticLockIsVerifiedOnThePrimaryInEveryKindOfTransaction() throws Exception {
        bumpVersion(2);
        for (Map.Entry<String, ReadingMethod> transaction :
                transactionsThatRead().entrySet()) {
            String caller = "who reads by " + transaction.getKey();
            who.is(caller);
            assertOptimisticLockFails(
                    caller,
                    transaction.getValue(),
                    entities -> entities.find(Account.class, 2L, LockModeType.OPTIMISTIC));
        }
    }

    private void assertOptimisticLockFails(String message, ReadingMethod transaction, Reading lock) throws Exception {
        Exception failed =
                assertThrows(Exception.class, () -> reasons(() -> transaction.read(lock, Step.NOTHING)), message);
        assertTrue(isOptimisticLock(failed), message + ": " + failed);
        assertEquals(Reason.CAUGHT_UP, decisions.reasons().get(0), message);
    }

    private static Reason last(List<Reason> reasons) {
        return reasons.get(reasons.size() - 1);
    }

    @Test
    void whoTriesAgainWhatAnOptimisticLockRefusedReadsNothingOlder() throws Exception {
        bumpVersion(2);
        Step locks = () ->
                accounts.read(entities -> entities.find(Account.class, 2L, LockModeType.OPTIMISTIC), Step.NOTHING);
        inARequestOfItsOwn(() -> {
            assertThrows(Exception.class, locks::run);
            locks.run();
        });
        assertNotMarked("bob");
        who.is("dora");
        assertThrows(Exception.class, () -> inARequestOfItsOwn(locks));
        inARequestOfItsOwn(locks);
    }

    @Test
    void anOptimisticLockOfTheCurrentVersionHolds() throws Exception {
        for (Reading lock : optimisticLocks().values()) {
            List<Reason> reasons = reasons(() -> accounts.read(lock, Step.NOTHING));
            assertEquals(Reason.CAUGHT_UP, reasons.get(0));
            assertEquals(Reason.IN_TRANSACTION, last(reasons));
        }
        assertNotMarked("alice");
    }

    @Test
    void aTransactionThatOnlyReadsWithoutALockStaysOnTheReplica() throws Exception {
        for (ReadingMethod transaction : transactionsThatRead().values()) {
            assertEquals(
                    List.of(Reason.CAUGHT_UP),
                    reasons(() -> transaction.read(entities -> entities.find(Account.class, 2L), Step.NOTHING)));
        }
    }

    @Test
    void aRollbackLeavesNoMark() throws Exception {
        assertThrows(IllegalStateException.class, () -> inARequestOfItsOwn(() -> accounts.changeAndFail(1, 99)));
        assertEquals(10, Admin.amountOnPrimary(1));
        assertNotMarked("alice");
        inARequestOfItsOwn(() -> byHandEjb.changeAndRollBack(1, 99));
        assertEquals(10, Admin.amountOnPrimary(1));
        assertNotMarked("alice");
    }

    /** Why a read on another thread, in a request of its own, goes where it goes. */
    private List<Reason> elsewhere() {
        try {
            return executor.submit(() -> reasons(() -> accounts.amount(3))).get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aWriteIsPendingForItsCallersOtherRequestsUntilItsCommit() throws Exception {
        inARequestOfItsOwn(() -> accounts.changeByJdbc(
                1,
                99,
                () -> Admin.await("the pending write", () -> elsewhere().equals(List.of(Reason.WRITE_PENDING)))));
        assertMarked("alice");
    }

    @Test
    void aConstraintThatFailsAtCommitIsSoonNotPendingAnyMore() throws Exception {
        Admin.onPrimary(
                "ALTER TABLE accounts ADD CONSTRAINT amount_once UNIQUE (amount) DEFERRABLE INITIALLY DEFERRED");
        assertThrows(Exception.class, () -> inARequestOfItsOwn(() -> accounts.changeByJdbc(1, 20, Step.NOTHING)));
        assertEquals(10, Admin.amountOnPrimary(1));
        Admin.await("the end of the doubt", () -> elsewhere().equals(List.of(Reason.REPLICA_BEHIND)));
    }

    @Test
    void aRolledBackWriteStillBindsItsRequest() throws Exception {
        decisions.forget();
        inARequestOfItsOwn(() -> {
            assertThrows(IllegalStateException.class, () -> accounts.changeAndFail(1, 99));
            accounts.amount(1);
        });
        assertThat(decisions.routes())
                .were(Route.REPLICA, Route.PRIMARY, Route.PRIMARY)
                .wereBecauseOf(Reason.CAUGHT_UP, Reason.WRITE, Reason.WROTE);
    }

    @Test
    void aTransactionOfItsOwnCountsAlthoughTheOuterOneIsRolledBack() throws Exception {
        assertThrows(
                IllegalStateException.class, () -> inARequestOfItsOwn(() -> accounts.changeApartAndFail(1, 2, 99)));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertEquals(20, Admin.amountOnPrimary(2));
        assertMarked("alice");
    }

    @Test
    void anExceptionAfterTheCommitLosesNoMark() throws Exception {
        assertThrows(IllegalStateException.class, () -> inARequestOfItsOwn(() -> accounts.changeThenThrow(1, 99)));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertMarked("alice");
    }

    @Test
    void aWriteOutsideRoutedCodeRaisesTheMark() throws Exception {
        assertEquals(List.of(Reason.NOT_ROUTED, Reason.WRITE), reasons(() -> unrouted.change(1, 99)));
        assertMarked("alice");
    }

    @Test
    void aWriteInAutoCommitRaisesTheMark() throws Exception {
        inARequestOfItsOwn(() -> accounts.changeInAutoCommit(1, 99));
        assertMarked("alice");
    }

    /** The amount, and why it was read where it was, in a request of that caller's own. */
    private void assertReads(String caller, long id, int amount, Reason reason) throws Exception {
        who.is(caller);
        assertEquals(List.of(reason), reasons(() -> assertEquals(amount, accounts.amount(id), caller)), caller);
    }

    @Test
    void everyoneWhoWroteInOneLocalTransactionReadsWhatItWrote() throws Exception {
        inARequestOfItsOwn(() -> accounts.changeTogether(1, "dora", 2, 99));
        assertReads("bob", 2, 20, Reason.CAUGHT_UP);
        assertReads("alice", 1, 99, Reason.REPLICA_BEHIND);
        assertReads("dora", 2, 99, Reason.REPLICA_BEHIND);
    }

    /** Made anew, by its owner, who lets the application write it. */
    private static final String LARGE_OBJECT =
            """
            SELECT lo_unlink(oid) FROM pg_largeobject_metadata WHERE oid = 4711;
            SELECT lo_from_bytea(4711, '\\x010203');
            GRANT SELECT, UPDATE ON LARGE OBJECT 4711 TO tidemark;
            """;

    @Test
    void whatIsWrittenThroughALargeObjectRaisesTheMark() throws Exception {
        Admin.onReplica("SELECT pg_wal_replay_resume()");
        Admin.onPrimary(LARGE_OBJECT);
        Admin.awaitReplica();
        Admin.onReplica("SELECT pg_wal_replay_pause()");
        assertEquals(
                List.of(Reason.HINT, Reason.WRITE),
                reasons(() -> accounts.changeLargeObject(4711, (byte) 9, (byte) 8)));

        who.is("bob");
        inARequestOfItsOwn(() -> assertArrayEquals(new byte[] {1, 2, 3}, accounts.largeObject(4711, 3)));
        assertMarked("alice");
        inARequestOfItsOwn(() -> assertArrayEquals(new byte[] {9, 8, 3}, accounts.largeObject(4711, 3)));
    }

    @Test
    void plainJdbcTakesPartInTheTransaction() throws Exception {
        List<Reason> routes = reasons(() -> assertEquals(10, accounts.changeByJdbc(1, 99, Step.NOTHING)));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.WRITE), routes);
        assertEquals(99, Admin.amountOnPrimary(1));
        assertMarked("alice");
    }

    @Test
    void plainJdbcIsRolledBackWithTheTransaction() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> inARequestOfItsOwn(() -> accounts.changeByJdbc(1, 99, () -> {
                    throw new IllegalStateException("asked for a rollback");
                })));
        assertEquals(10, Admin.amountOnPrimary(1));
        assertNotMarked("alice");
    }

    @Test
    void plainJdbcAtCompletionTakesPartInTheTransactionOrIsRefused() throws Exception {
        AtomicReference<SQLException> refused = new AtomicReference<>();
        try {
            inARequestOfItsOwn(() -> accounts.changeByJdbcAtCompletion(1, 99, refused));
        } catch (RuntimeException rolledBack) {
            assertNotNull(refused.get(), rolledBack.toString());
        }
        int expected = refused.get() == null ? 99 : 10;
        assertEquals(expected, Admin.amountOnPrimary(1));
    }

    @Test
    void aStatementPreparedBeforeAWriteReadsItAfterwards() throws Exception {
        inARequestOfItsOwn(() -> assertEquals(99, accounts.preparedBeforeAWriteAndReadAfterIt(1, 99)));
    }

    @Test
    void aStricterReadInTheSameRequestIsDecidedAnew() throws Exception {
        inARequestOfItsOwn(() -> accounts.changeInAutoCommit(1, 99));
        List<Reason> routes = reasons(() -> assertEquals(99, accounts.laxThenStrict(1)));
        assertEquals(List.of(Reason.EVENTUAL, Reason.REPLICA_BEHIND), routes);
    }

    @Test
    void anEntityFoundOnTheReplicaIsUpdatedOnThePrimary() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE),
                withoutRepeatedWrites(reasons(() -> accounts.change(1, 2, 77, Step.NOTHING))));
        assertEquals(77, Admin.amountOnPrimary(1));
    }

    @Test
    void aPooledThreadIsLeftWithoutScope() throws Exception {
        Callable<Boolean> routed = () -> {
            Optional<Scope> handedOver = scopes.scope();
            accounts.amount(1);
            try (Connection afterwards = routedSource.getConnection()) {
                Jdbc.amount(afterwards, 1);
            }
            return scopes.scope().equals(handedOver);
        };
        List<Future<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tasks.add(executor.submit(routed));
        }
        for (Future<Boolean> task : tasks) {
            assertTrue(task.get(), "another scope was left on the thread");
        }
        List<Reason> reasons = decisions.reasons();
        assertEquals(200, Collections.frequency(reasons, Reason.CAUGHT_UP));
        assertEquals(200, Collections.frequency(reasons, Reason.NOT_ROUTED), "the routed call's binding was left");
    }

    @Test
    void anAssociationLoadedAfterTheMethodsEndIsReadFromThePrimary() throws Exception {
        List<Reason> routes = reasons(() -> assertEquals(3, lazily.accountsAfterTheMethodsEnd(1)));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.NOT_ROUTED), routes);
    }

    /** What an operator has in JMX for this application. */
    private RoutingMXBean operator() throws Exception {
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("io.tidemark:type=Routing,application=" + context.getContextPath()),
                RoutingMXBean.class);
    }

    private static long count(Map<String, Long> statements, Reason reason) {
        return statements.getOrDefault(reason.name(), -1L);
    }

    @Test
    void anOperatorSwitchesRoutingOffInTheMiddleOfARequestAndOnAgain() throws Exception {
        RoutingMXBean operator = operator();
        Map<String, Long> before = operator.getStatements();
        assertTrue(operator.isRouting());
        try {
            List<Reason> routes = reasons(() -> {
                accounts.amount(1);
                operator.setRouting(false);
                accounts.amount(1);
                assertFalse(status.get().routing());
                operator.setRouting(true);
                accounts.amount(1);
            });
            assertEquals(List.of(Reason.CAUGHT_UP, Reason.ROUTING_OFF, Reason.CAUGHT_UP), routes);
        } finally {
            operator.setRouting(true);
        }
        Map<String, Long> after = operator.getStatements();
        assertEquals(count(before, Reason.CAUGHT_UP) + 2, count(after, Reason.CAUGHT_UP));
        assertEquals(count(before, Reason.ROUTING_OFF) + 1, count(after, Reason.ROUTING_OFF));
        operator.getReplicas().values().forEach(replica -> assertTrue(replica.isEligible(), replica.getProblem()));
    }

    @Test
    void anOperatorTakesACallerOutOfTheShareAndBackInTheMiddleOfARequest() throws Exception {
        RoutingMXBean operator = operator();
        try {
            List<Reason> routes = reasons(() -> {
                accounts.amount(1);
                operator.setReplicaShare(0);
                accounts.amount(1);
                operator.setReplicaShare(1);
                accounts.amount(1);
            });
            assertEquals(List.of(Reason.CAUGHT_UP, Reason.NOT_IN_SHARE, Reason.CAUGHT_UP), routes);
        } finally {
            operator.setReplicaShare(1);
        }
        assertThrows(IllegalArgumentException.class, () -> operator.setReplicaShare(1.5));
    }

    @Test
    void inShadowModeTransactionsReadOnThePrimaryAndAreDecidedAsIfTheyWereRouted() throws Exception {
        operator().setShadow(true);
        try {
            assertRehearsed(accounts::change, 98);
            who.is("bob");
            assertRehearsed(ejb::change, 99);
            assertEquals(
                    List.of(Reason.SHADOW, Reason.SHADOW),
                    reasons(() -> textReads.inOneTransaction("SELECT 1", "SELECT 2")),
                    "a read-only transaction of the connection");
            assertEquals(List.of(Reason.REPLICA_BEHIND, Reason.REPLICA_BEHIND), decisions.asIfRouted());
        } finally {
            operator().setRouting(true);
        }
        assertMarked("alice");
        assertMarked("bob");
    }

    private void assertRehearsed(Change change, int amount) throws Exception {
        assertEquals(
                List.of(Reason.SHADOW, Reason.SHADOW, Reason.WRITE),
                withoutRepeatedWrites(reasons(() -> change.make(1, 2, amount, Step.NOTHING))));
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE),
                withoutRepeatedWrites(decisions.asIfRouted()));
    }

    @Test
    void aWriteWhileRoutingIsOffRaisesTheMark() throws Exception {
        operator().setRouting(false);
        try {
            inARequestOfItsOwn(() -> accounts.changeInAutoCommit(1, 99));
        } finally {
            operator().setRouting(true);
        }
        assertNotMarked("bob");
        assertMarked("alice");
    }

    /** As a settlement of writes in doubt does, after a failover. */
    @Test
    void theQuestionForAProcessOfAnotherServerLeavesNoTimeoutOnThePoolsConnections() throws Exception {
        DataSource pool = primaryPool();
        Timeline newer = new Timeline(Admin.cluster(), Integer.MAX_VALUE);
        for (int i = 0; i < CONNECTIONS; i++) {
            ServerFault fault = assertThrows(ServerFault.class, () -> new PostgresBackends(pool, Duration.ofSeconds(5))
                    .activity(new Backend(newer, 1)));
            assertEquals(ServerFault.Kind.UNFIT, fault.kind());
        }
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection one = pool.getConnection();
                all.add(one);
                assertEquals(0, one.getNetworkTimeout());
            }
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
    }

    @SuppressWarnings("BanJNDI")
    private static DataSource primaryPool() throws NamingException {
        return (DataSource) new InitialContext().lookup("jdbc/primary");
    }

    @Test
    void anEjbReadsFromTheReplica() throws Exception {
        assertEquals(List.of(Reason.CAUGHT_UP), reasons(() -> ejb.amount(1)));
    }
}
