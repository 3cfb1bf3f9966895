package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.ledger.Ledger;
import io.tidemark.Reason;
import io.tidemark.it.app.Account;
import io.tidemark.it.app.Accounts;
import io.tidemark.it.app.AccountsByHandEjb;
import io.tidemark.it.app.AccountsEjb;
import io.tidemark.it.app.Admin;
import io.tidemark.it.app.Decisions;
import io.tidemark.it.app.Step;
import io.tidemark.it.app.Who;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions of every kind through Payara's EclipseLink, inside the server. */
@ExtendWith(ArquillianExtension.class)
class EclipseLinkIT {

    @Inject
    Accounts accounts;

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

    @Inject
    Scopes scopes;

    @Deployment
    static WebArchive application() {
        return Deployments.ledger();
    }

    @BeforeEach
    void accountsWithoutMarks() throws SQLException {
        Admin.onPrimary(Ledger.TABLES + Account.TABLES + "INSERT INTO holders VALUES (1);"
                + " INSERT INTO accounts VALUES (1, 1, 10), (2, 1, 20), (3, 1, 30)");
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
        decisions.forget();
        Scopes.Binding request = scopes.carry(new Scope());
        try {
            step.run();
        } finally {
            request.close();
        }
        return decisions.reasons();
    }

    @Test
    void cdiWorks() throws Exception {
        System.err.println("XX change " + reasons(() -> accounts.change(1, 2, 99, Step.NOTHING)));
        assertEquals(99, Admin.amountOnPrimary(1));
        assertTrue(true);
    }
}
