package io.tidemark.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Two H2 databases in memory behind HikariCP, which stand for the primary and the replica. They cost a driver and a pool. */
final class Pools implements AutoCloseable {

    /** The value of a read on the primary, as long as {@link #REPLICA}. */
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
