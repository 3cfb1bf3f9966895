package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.it.app.Account;
import io.tidemark.it.app.Accounts;
import io.tidemark.it.app.Admin;
import io.tidemark.it.app.Decisions;
import io.tidemark.it.app.Step;
import io.tidemark.it.app.Tenants;
import io.tidemark.it.app.Who;
import io.tidemark.it.support.Deployments;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.naming.InitialContext;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests {@code SessionSettings} inside the server: row-level security by a custom setting. The reads of a tenant go to
 * a replica, return that tenant's rows only, and leave no setting on a pooled connection.
 */
@Tag("arquillian")
@Tag("slow")
@ExtendWith(ArquillianExtension.class)
class RowSecurityIT {

    private static final List<Long> ANN = List.of(1L, 2L);
    private static final List<Long> BOB = List.of(3L);
    private static final List<Reason> TWO_ON_REPLICA = List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP);

    /** More than one connection of the pool may have served. */
    private static final int CONNECTIONS = 4;

    @Inject
    Tenants tenants;

    @Inject
    Accounts accounts;

    @Inject
    Who who;

    @Inject
    Decisions decisions;

    @Deployment
    static WebArchive application() {
        return Deployments.withTestBeans();
    }

    @BeforeEach
    void tableWithPolicy() throws Exception {
        Admin.onPrimary(Tenants.TABLE + Account.ROWS);
        Admin.awaitReplica();
        who.is("alice");
        Admin.await("the catalogue with the policy, and a replica for alice", () -> {
            return reasons(() -> tenants.idsOfNobody()).equals(List.of(Reason.SESSION_SETTING))
                    && reasons(() -> accounts.amount(1)).equals(List.of(Reason.CAUGHT_UP));
        });
        decisions.forget();
    }

    @Test
    void aTenantsReadsGoToTheReplica() throws Exception {
        assertEquals(TWO_ON_REPLICA, reasons(() -> assertEquals(ANN, tenants.ids("ann"))));
        assertEquals(TWO_ON_REPLICA, reasons(() -> assertEquals(BOB, tenants.ids("bob"))));
        assertEquals(TWO_ON_REPLICA, reasons(() -> assertEquals(ANN, tenants.idsBySetLocal("ann"))));
        assertEquals(TWO_ON_REPLICA, reasons(() -> assertEquals(BOB, tenants.idsBySetLocal("bob"))));
        assertNothingIsLeft();
    }

    @Test
    void withoutASettingTheReadIsThePrimarysAndLeavesNoMark() throws Exception {
        assertEquals(List.of(Reason.SESSION_SETTING), reasons(() -> assertEquals(List.of(), tenants.idsOfNobody())));
        assertNotMarked();
    }

    @Test
    void whatIsWrittenInTheTransactionIsWrittenForTheTenant() throws Exception {
        List<Long> seen = new ArrayList<>();
        List<Reason> routes = reasons(() -> seen.addAll(tenants.idsBeforeAndAfterAdding("ann", 9)));
        assertEquals(List.of(1L, 2L, 1L, 2L, 9L), seen, "the policy has refused no row");
        assertEquals(List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.WRITE, Reason.WROTE), routes);
        assertNothingIsLeft();
    }

    @Test
    void aSettingOfTheSessionHoldsOnBothServersUntilTheConnectionIsClosed() throws Exception {
        List<Reason> routes = reasons(() -> tenants.alone(connection -> {
            Tenants.run(connection, "SET app.tenant = 'ann'");
            assertEquals(ANN, Tenants.ids(connection));
            Tenants.run(connection, "SELECT set_config('app.tenant', ?, false)", "bob");
            assertEquals(BOB, Tenants.ids(connection));
            Tenants.run(connection, "INSERT INTO rented VALUES (8, 'bob')");
            assertEquals(List.of(3L, 8L), Tenants.ids(connection));
        }));
        assertEquals(
                List.of(
                        Reason.CAUGHT_UP,
                        Reason.CAUGHT_UP,
                        Reason.CAUGHT_UP,
                        Reason.CAUGHT_UP,
                        Reason.WRITE,
                        Reason.WROTE),
                routes);
        assertNothingIsLeft();
    }

    @Test
    void aSettingOfTheSessionEndsWithItsTransaction() throws Exception {
        assertEquals(
                TWO_ON_REPLICA,
                reasons(() -> tenants.inTransaction(connection -> {
                    Tenants.run(connection, "SET app.tenant = 'ann'");
                    assertEquals(ANN, Tenants.ids(connection));
                })));
        assertNothingIsLeft();
    }

    @Test
    void aConnectionThatOutlivesTheTransactionKeepsNoneOfItsSettings() throws Exception {
        reasons(() -> tenants.alone(connection -> {
            tenants.inTransaction(inner -> {
                Tenants.run(connection, "SET app.tenant = 'ann'");
                assertEquals(ANN, Tenants.ids(connection));
            });
            Tenants.run(connection, "SELECT amount FROM accounts");
        }));
        assertNothingIsLeft();
    }

    @Test
    void afterAResetTheSettingIsNotKnown() throws Exception {
        assertEquals(
                List.of(Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.CAUGHT_UP, Reason.SESSION_SETTING),
                reasons(() -> tenants.alone(connection -> {
                    Tenants.run(connection, "SET app.tenant = 'ann'");
                    assertEquals(ANN, Tenants.ids(connection));
                    Tenants.run(connection, "RESET app.tenant");
                    assertEquals(List.of(), Tenants.ids(connection));
                })));
        assertNothingIsLeft();
    }

    @Test
    void aValueThatIsNotKnownKeepsTheReadsOnThePrimary() throws Exception {
        assertEquals(
                List.of(Reason.SESSION_SETTING, Reason.SESSION_SETTING),
                reasons(() -> tenants.alone(connection -> {
                    Tenants.run(connection, "SELECT set_config('app.tenant', lower('ANN'), false)");
                    assertEquals(ANN, Tenants.ids(connection));
                })));
        assertEquals(
                List.of(Reason.SESSION_SETTING, Reason.IN_TRANSACTION),
                reasons(() -> tenants.inTransaction(connection -> {
                    Tenants.run(connection, "SELECT set_config('app.tenant', lower('ANN'), true)");
                    assertEquals(ANN, Tenants.ids(connection));
                })));
        assertNotMarked();
    }

    @Test
    void aWriteThatMayHaveChangedTheSettingKeepsTheReadsOnThePrimary() throws Exception {
        assertEquals(
                List.of(Reason.EVENTUAL, Reason.EVENTUAL, Reason.WRITE, Reason.WROTE),
                reasons(() -> tenants.eventually(connection -> {
                    Tenants.run(connection, "SET app.tenant = 'ann'");
                    assertEquals(ANN, Tenants.ids(connection));
                    Tenants.run(connection, "SELECT become('bob')");
                    assertEquals(BOB, Tenants.ids(connection));
                })));
    }

    @Test
    void aTransactionWithinHasSettingsOfItsOwn() throws Exception {
        reasons(() -> tenants.inTransaction(outer -> {
            Tenants.run(outer, "SET LOCAL app.tenant = 'ann'");
            assertEquals(ANN, Tenants.ids(outer));
            tenants.inAnother(inner -> {
                assertEquals(List.of(), Tenants.ids(inner));
                Tenants.run(inner, "SET LOCAL app.tenant = 'bob'");
                assertEquals(BOB, Tenants.ids(inner));
            });
            assertEquals(ANN, Tenants.ids(outer));
        }));
        assertNothingIsLeft();
    }

    @Test
    void rowsThatAreBeingReadKeepTheirTenant() throws Exception {
        List<Reason> routes = reasons(() -> tenants.inTransaction(connection -> {
            Tenants.run(connection, "SET LOCAL app.tenant = 'ann'");
            try (Statement streaming = connection.createStatement()) {
                streaming.setFetchSize(1);
                try (ResultSet rows = streaming.executeQuery("SELECT id FROM rented ORDER BY id")) {
                    assertTrue(rows.next());
                    tenants.inAnother(inner -> {
                        Tenants.run(connection, "SET LOCAL app.tenant = 'bob'");
                        assertEquals(BOB, Tenants.ids(connection));
                    });
                    assertTrue(rows.next());
                    assertEquals(2, rows.getLong(1));
                }
            }
        }));
        assertTrue(routes.contains(Reason.CAUGHT_UP), routes.toString());
    }

    @Test
    void aSettingThatTheServerRefusesIsNotKept() throws Exception {
        assertEquals(
                Set.of(Reason.CAUGHT_UP, Reason.REPLICA_FAILED, Reason.SESSION_SETTING),
                Set.copyOf(reasons(() -> tenants.alone(connection -> {
                    assertThrows(SQLException.class, () -> Tenants.run(connection, "SET \"app.\".tenant = 'ann'"));
                    assertEquals(List.of(), Tenants.ids(connection));
                }))));
        assertNothingIsLeft();
    }

    /** No connection of either pool has a tenant. */
    private void assertNothingIsLeft() throws Exception {
        assertNothingIsLeft("jdbc/primary");
        assertNothingIsLeft("jdbc/replica");
    }

    @SuppressWarnings("BanJNDI")
    private static void assertNothingIsLeft(String pool) throws Exception {
        DataSource source = (DataSource) new InitialContext().lookup(pool);
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = source.getConnection();
                all.add(connection);
                assertEquals(List.of(), Tenants.ids(connection), pool);
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    private void assertNotMarked() {
        assertEquals(List.of(Reason.CAUGHT_UP), reasons(() -> accounts.amount(3)));
    }

    /** The reasons of what runs, in a request of its own. */
    private List<Reason> reasons(Step step) {
        try {
            return decisions.ofRequest(step);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
