package io.tidemark.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A primary and a replica as far as a driver and its pool cost something: two H2 databases in memory behind HikariCP. */
final class Pools implements AutoCloseable {

    /** What a read tells of where it was; both are of one length. */
    static final String PRIMARY = "primary";

    static final String REPLICA = "replica";

    private final HikariDataSource primary = pool("primary");
    private final HikariDataSource replica = pool("replica");

    Pools() throws SQLException {
        fill(primary, PRIMARY);
        fill(replica, REPLICA);
    }

    HikariDataSource primary() {
        return primary;
    }

    HikariDataSource replica() {
        return replica;
    }

    private static HikariDataSource pool(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:" + name + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        pool.setPoolName(name);
        pool.setMaximumPoolSize(4);
        return pool;
    }

    private static void fill(HikariDataSource pool, String name) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS product (id INT PRIMARY KEY, name VARCHAR(100))");
            statement.execute("MERGE INTO product VALUES (1, '" + name + "')");
        }
    }

    @Override
    public void close() {
        primary.close();
        replica.close();
    }
}
