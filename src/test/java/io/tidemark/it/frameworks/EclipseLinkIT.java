package io.tidemark.it.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.ledger.Entry;
import com.example.ledger.Ledger;
import com.example.ledger.Receipt;
import io.tidemark.Reason;
import io.tidemark.it.app.Account;
import io.tidemark.it.app.Accounts;
import io.tidemark.it.app.AccountsByHandEjb;
import io.tidemark.it.app.AccountsEjb;
import io.tidemark.it.app.Admin;
import io.tidemark.it.app.Decisions;
import io.tidemark.it.app.Holder;
import io.tidemark.it.app.Reading;
import io.tidemark.it.app.Step;
import io.tidemark.it.app.Who;
import io.tidemark.it.support.Deployments;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code RoutedSessionCustomizer}: all kinds of transactions through Payara's EclipseLink, inside the server. */
@Tag("arquillian")
@ExtendWith(ArquillianExtension.class)
@Tag("slow")
class EclipseLinkIT {

    @Inject
    Accounts accounts;

    @Inject
    Accounts.Lazily lazily;

    @Inject
    Accounts.Unrouted unrouted;

    @Inject
    AccountsEjb ejb;

    @Inject
    AccountsByHandEjb byHandEjb;

    @Inject
    Ledger ledger;

    @Inject
    Who who;

    @Inject
    Decisions decisions;

    @Deployment
    static WebArchive application() {
        return Deployments.ledger();
    }

    @BeforeEach
    void accountsWithoutMarks() throws SQLException {
        Admin.onPrimary(Ledger.TABLES + Account.ROWS);
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

    /** The reasons of what runs, in a request of its own. */
    private List<Reason> reasons(Step step) throws Exception {
        return decisions.ofRequest(step);
    }

    private void assertMarked(String caller) throws Exception {
        who.is(caller);
        assertEquals(List.of(Reason.REPLICA_BEHIND), reasons(() -> accounts.amount(3)), caller);
    }

    private void assertNotMarked(String caller) throws Exception {
        who.is(caller);
        assertEquals(List.of(Reason.CAUGHT_UP), reasons(() -> accounts.amount(3)), caller);
    }

    private static void assertGives(Object expected, Object given) {
        assertEquals(expected, given);
    }

    private static void bumpVersion(long id) throws SQLException {
        Admin.onPrimary("UPDATE accounts SET version = version + 1 WHERE id = " + id);
    }

    private static Reason last(List<Reason> reasons) {
        return reasons.get(reasons.size() - 1);
    }

    private interface Change {
        void make(long first, long second, int amount, Step between) throws Exception;
    }

    private List<Change> everyKindOfTransaction() {
        return List.of(
                accounts::change, accounts::changeAndFlush, accounts::changeByHand, ejb::change, byHandEjb::change);
    }

    @Test
    void aTransactionOfEveryKindIsAtomic() throws Exception {
        for (Change change : everyKindOfTransaction()) {
            assertThrows(Exception.class, () -> reasons(() -> change.make(1, 2, 99, () -> bumpVersion(2))));
            assertEquals(10, Admin.amountOnPrimary(1), "the first account was changed although the second was not");
            assertEquals(20, Admin.amountOnPrimary(2));
        }
    }

    @Test
    void aTransactionOfEveryKindReadsOnTheReplicaWritesOnThePrimaryAndRaisesTheMark() throws Exception {
        int amount = 100;
        for (Change change : everyKindOfTransaction()) {
            Admin.onPrimary("UPDATE accounts SET version = 0");
            String caller = "caller " + amount;
            int now = amount++;
            who.is(caller);
            assertEquals(
                    List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE),
                    reasons(() -> change.make(1, 2, now, Step.NOTHING)).stream()
                            .distinct()
                            .flatMap(reason ->
                                    reason == Reason.CAUGHT_UP ? Stream.of(reason, reason) : Stream.of(reason))
                            .toList());
            assertEquals(now, Admin.amountOnPrimary(1));
            assertEquals(now, Admin.amountOnPrimary(2));
            assertMarked(caller);
        }
        assertNotMarked("bob");
    }

    @Test
    void whoTriesAgainWhatAVersionRefusedReadsNothingOlder() throws Exception {
        List<Change> changes = everyKindOfTransaction();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            bumpVersion(2);
            int before = Admin.amountOnPrimary(2);
            who.is("caller " + i);
            assertThrows(Exception.class, () -> reasons(() -> change.make(1, 2, before + 1, Step.NOTHING)));
            reasons(() -> change.make(1, 2, before + 1, Step.NOTHING));
            assertEquals(before + 1, Admin.amountOnPrimary(2));
        }
    }

    @Test
    void aTransactionOfItsOwnCountsAlthoughTheOuterOneIsRolledBack() throws Exception {
        assertThrows(IllegalStateException.class, () -> reasons(() -> accounts.changeApartAndFail(1, 2, 99)));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertEquals(20, Admin.amountOnPrimary(2));
        assertMarked("alice");
    }

    @Test
    void aRollbackLeavesNoMark() throws Exception {
        assertThrows(IllegalStateException.class, () -> reasons(() -> accounts.changeAndFail(1, 99)));
        reasons(() -> byHandEjb.changeAndRollBack(1, 99));
        assertEquals(10, Admin.amountOnPrimary(1));
        assertNotMarked("alice");
    }

    @Test
    void aWriterReadsItsWritesOnThePrimaryInTransactionsAndOutsideOfThem() throws Exception {
        reasons(() -> accounts.change(1, 2, 99, Step.NOTHING));
        Ledger.Work<Integer> amount =
                entities -> entities.find(Account.class, 1L).amount();
        assertEquals(List.of(Reason.REPLICA_BEHIND, Reason.REPLICA_BEHIND, Reason.REPLICA_BEHIND), reasons(() -> {
            assertGives(99, ledger.inTransaction(amount));
            assertGives(99, ledger.outside(amount));
            assertGives(99, ledger.afterClosing(amount, read -> read));
        }));
        who.is("bob");
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.CAUGHT_UP), reasons(() -> {
            assertGives(10, ledger.inTransaction(amount));
            assertGives(10, ledger.outside(amount));
            assertGives(10, ledger.afterClosing(amount, read -> read));
        }));
    }

    @Test
    void aTransactionThatWroteReadsWhatItWrote() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.WRITE, Reason.WROTE),
                reasons(() -> ledger.inTransaction(entities -> {
                    entities.find(Account.class, 1L).amount(11);
                    entities.flush();
                    entities.clear();
                    return entities.createQuery("select a.amount from Account a where a.id = 1")
                            .getSingleResult();
                })));
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.WRITE, Reason.WROTE),
                reasons(() -> {
                    who.is("bob");
                    assertGives(12, ledger.inTransaction(entities -> {
                        entities.find(Account.class, 3L).amount(12);
                        return entities.createQuery("select a.amount from Account a where a.id = 3")
                                .getSingleResult();
                    }));
                }),
                "the query flushes first");
    }

    @Test
    void readsGoToTheReplicaWhateverTheirNumber() throws Exception {
        List<Reason> reasons = reasons(() -> {
            for (long id = -100; id < 0; id++) {
                long each = id;
                ledger.inTransaction(
                        entities -> entities.find(Entry.class, each).id());
                ledger.outside(entities -> entities.find(Entry.class, each).id());
            }
        });
        assertEquals(Collections.nCopies(200, Reason.CAUGHT_UP), reasons, "each is read anew: no cache is shared");
    }

    @Test
    void aPessimisticLockReadsThePrimary() throws Exception {
        Admin.onPrimary("UPDATE accounts SET amount = 11, version = 1 WHERE id = 1");
        assertEquals(
                List.of(Reason.WRITE),
                reasons(() -> assertGives(11, ledger.inTransaction(entities -> entities.find(
                                Account.class, 1L, LockModeType.PESSIMISTIC_WRITE)
                        .amount()))));
        who.is("bob");
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.WRITE),
                reasons(() -> assertGives(11, ledger.inTransaction(entities -> {
                    Account account = entities.find(Account.class, 1L);
                    entities.refresh(account, LockModeType.PESSIMISTIC_WRITE);
                    return account.amount();
                }))));
    }

    private static final Map<String, Reading> OPTIMISTIC_LOCKS = Map.of(
            "find", entities -> entities.find(Account.class, 2L, LockModeType.OPTIMISTIC),
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

    private interface ReadingMethod {
        void read(Reading reading, Step between) throws Exception;
    }

    @Test
    void anOptimisticLockIsVerifiedOnThePrimary() throws Exception {
        bumpVersion(2);
        List<ReadingMethod> transactions = List.of(accounts::read, accounts::readByHand, ejb::read);
        for (Map.Entry<String, Reading> lock : OPTIMISTIC_LOCKS.entrySet()) {
            for (int i = 0; i < transactions.size(); i++) {
                ReadingMethod transaction = transactions.get(i);
                String caller = "who locks by " + lock.getKey() + " in " + i;
                who.is(caller);
                assertThrows(
                        Exception.class, () -> reasons(() -> transaction.read(lock.getValue(), Step.NOTHING)), caller);
                assertEquals(Reason.CAUGHT_UP, decisions.reasons().get(0), caller);
                assertEquals(Reason.WRITE, last(decisions.reasons()), caller);
                reasons(() -> transaction.read(lock.getValue(), Step.NOTHING));
            }
        }
    }

    @Test
    void anOptimisticLockOfTheCurrentVersionHolds() throws Exception {
        int caller = 0;
        for (Reading lock : OPTIMISTIC_LOCKS.values()) {
            who.is("caller " + caller++);
            List<Reason> reasons = reasons(() -> accounts.read(lock, Step.NOTHING));
            assertEquals(Reason.CAUGHT_UP, reasons.get(0));
            assertEquals(Reason.WRITE, last(reasons));
        }
    }

    @Test
    void whatIsReadWhileATransactionCommitsIsReadOnThePrimary() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.IN_TRANSACTION, Reason.WRITE),
                reasons(() -> ledger.inTransaction(entities -> {
                    entities.find(Entry.class, -1L).text("changed");
                    return 0;
                })),
                "found, reviewed, updated");
        assertEquals("changed", Admin.textOnPrimary("SELECT text FROM ledger_entries WHERE id = -1"));
    }

    @Test
    void aTransactionThatOnlyReadsNeedsNoPrimary() throws Exception {
        for (ReadingMethod transaction : List.<ReadingMethod>of(accounts::read, accounts::readByHand, ejb::read)) {
            assertEquals(
                    List.of(Reason.CAUGHT_UP),
                    reasons(() -> transaction.read(entities -> entities.find(Account.class, 2L), Step.NOTHING)));
        }
    }

    @Test
    void writesInABatchAreOneStatementAndAtomic() throws Exception {
        List<Reason> reasons = reasons(() -> ledger.inTransaction(entities -> Ledger.add(entities, 20)));
        assertTrue(Collections.frequency(reasons, Reason.WRITE) < 10, reasons::toString);
        assertMarked("alice");
        reasons(() -> assertGives(120L, ledger.inTransaction(EclipseLinkIT::count)));
        assertThrows(
                PersistenceException.class,
                () -> reasons(() -> ledger.inTransaction(entities -> {
                    Admin.onPrimary("INSERT INTO ledger_entries VALUES (1000000, 'in the way')");
                    for (int i = 0; i < 5; i++) {
                        entities.persist(new Entry(i == 4 ? null : "more"));
                    }
                    entities.flush();
                    return 0;
                })));
        reasons(() -> assertGives(121L, ledger.inTransaction(entities -> {
            entities.find(Entry.class, -1L, LockModeType.PESSIMISTIC_WRITE);
            return count(entities);
        })));
    }

    private static long count(EntityManager entities) {
        return (Long) entities.createQuery("select count(e) from Entry e").getSingleResult();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eclipselink.cursor", "eclipselink.cursor.scrollable"})
    void aCursorStaysOnTheReplicaWhileThePrimaryIsWritten(String cursor) throws Exception {
        List<Reason> reasons = reasons(() -> assertGives(
                100,
                ledger.inTransaction(entities -> Ledger.countByCursor(entities, cursor, () -> {
                    entities.find(Account.class, 1L).amount(99);
                    entities.flush();
                }))));
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE), reasons);
        assertEquals(99, Admin.amountOnPrimary(1));
        assertMarked("alice");
    }

    @Test
    void whatIsLoadedLazilyAfterTheEndIsReadWhereItsCodeMayRead() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP),
                reasons(() -> assertGives(
                        3, ledger.afterClosing(entities -> entities.find(Holder.class, 1L), holder -> holder.accounts()
                                .size()))),
                "in routed code");
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.NOT_ROUTED),
                reasons(() -> assertEquals(3, accounts.holder(1).accounts().size())),
                "after a routed method, outside of a transaction");
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.NOT_ROUTED),
                reasons(() -> assertEquals(3, lazily.accountsAfterTheMethodsEnd(1))),
                "after a routed method, in its transaction");
    }

    @Test
    void keysComeFromASequenceInStepsAndFromIdentityColumns() throws Exception {
        List<Long> keys = new ArrayList<>();
        reasons(() -> ledger.inTransaction(entities -> keys.addAll(Ledger.add(entities, 25))));
        reasons(() -> ledger.inTransaction(entities -> keys.addAll(Ledger.add(entities, 5))));
        assertEquals(30, Set.copyOf(keys).size());
        List<Reason> reasons = reasons(() -> assertTrue(ledger.inTransaction(entities -> {
                    Receipt receipt = new Receipt();
                    entities.persist(receipt);
                    entities.flush();
                    return receipt.id();
                })
                > 0));
        assertEquals(Reason.WRITE, reasons.get(0));
        assertMarked("alice");
    }

    @Test
    void whatIsUnwrappedTakesPartInTheTransaction() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> reasons(() -> ledger.writeByUnwrapped("UPDATE accounts SET amount = 99 WHERE id = 1", () -> {
                    throw new IllegalStateException("asked for a rollback");
                })));
        assertEquals(10, Admin.amountOnPrimary(1));
        assertNotMarked("alice");
        reasons(() -> ledger.writeByUnwrapped("UPDATE accounts SET amount = 99 WHERE id = 1", () -> {}));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertMarked("alice");
    }

    @Test
    void aWriteOutsideRoutedCodeRaisesTheMark() throws Exception {
        assertEquals(List.of(Reason.NOT_ROUTED, Reason.WRITE), reasons(() -> unrouted.change(1, 99)));
        assertMarked("alice");
    }
}
