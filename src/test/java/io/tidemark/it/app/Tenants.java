package io.tidemark.it.app;

import io.tidemark.Freshness;
import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** An application with several tenants, whose rows a policy of PostgreSQL separates. */
@ApplicationScoped
@RoutedReads
public class Tenants {

    /** The table with its rows and policy, made anew. */
    public static final String TABLE =
            """
            DROP TABLE IF EXISTS rented;
            CREATE TABLE rented (id bigint PRIMARY KEY, tenant text NOT NULL);
            ALTER TABLE rented ENABLE ROW LEVEL SECURITY;
            CREATE POLICY of_tenant ON rented USING (tenant = current_setting('app.tenant', true));
            INSERT INTO rented VALUES (1, 'ann'), (2, 'ann'), (3, 'bob');
            GRANT SELECT, INSERT ON rented TO tidemark;
            CREATE OR REPLACE FUNCTION become(who text) RETURNS text LANGUAGE sql
                AS $$SELECT set_config('app.tenant', who, false)$$;
            """;

    private static final String IDS = "SELECT id FROM rented ORDER BY id";

    @Inject
    @Routed
    DataSource routed;

    @PersistenceContext
    EntityManager entities;

    /** Work with a connection. */
    @FunctionalInterface
    public interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** The numbers of the tenant's rows, as an application with JPA reads them. */
    @Transactional
    public List<Long> ids(String tenant) {
        entities.createNativeQuery("select set_config('app.tenant', ?1, true)")
                .setParameter(1, tenant)
                .getSingleResult();
        return numbers();
    }

    /** {@return the ids of a tenant, which is set by {@code SET LOCAL}} */
    @Transactional
    public List<Long> idsBySetLocal(String tenant) {
        entities.createNativeQuery("SET LOCAL app.tenant = '" + tenant + "'").executeUpdate();
        return numbers();
    }

    /** Reads before and after a row is added, all for one tenant. */
    @Transactional
    public List<Long> idsBeforeAndAfterAdding(String tenant, long id) {
        List<Long> all = new ArrayList<>(ids(tenant));
        entities.createNativeQuery("INSERT INTO rented VALUES (?1, ?2)")
                .setParameter(1, id)
                .setParameter(2, tenant)
                .executeUpdate();
        all.addAll(numbers());
        return all;
    }

    /** {@return the ids without a tenant} */
    @Transactional
    public List<Long> idsOfNobody() {
        return numbers();
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        for (Object number : entities.createNativeQuery(IDS).getResultList()) {
            numbers.add(((Number) number).longValue());
        }
        return numbers;
    }

    /** In a JTA transaction. */
    @Transactional
    public void inTransaction(Work work) throws SQLException {
        alone(work);
    }

    /** In another one. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void inAnother(Work work) throws SQLException {
        alone(work);
    }

    /** In no transaction. */
    public void alone(Work work) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            work.on(connection);
        }
    }

    /** Runs the work outside a transaction with {@code EVENTUAL}. */
    @RoutedReads(Freshness.EVENTUAL)
    public void eventually(Work work) throws SQLException {
        alone(work);
    }

    /** Runs a text. */
    public static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a text with one parameter. */
    public static void run(Connection connection, String sql, Object parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            statement.execute();
        }
    }

    /** The numbers that the connection's tenant sees. */
    public static List<Long> ids(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(IDS)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
            return numbers;
        }
    }
}
