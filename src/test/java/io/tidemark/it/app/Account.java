package io.tidemark.it.app;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "accounts")
@NamedQuery(
        name = Account.LOCKED,
        query = "select a from Account a where a.id = :id",
        lockMode = LockModeType.OPTIMISTIC)
public class Account {

    /** The query for one account, under an optimistic lock. */
    public static final String LOCKED = "Account.locked";

    /** The empty tables of accounts and their holders, made anew. */
    public static final String TABLES =
            """
            DROP TABLE IF EXISTS accounts, holders;
            CREATE TABLE holders (id bigint PRIMARY KEY);
            CREATE TABLE accounts (id bigint PRIMARY KEY, holder_id bigint REFERENCES holders,
                amount integer NOT NULL, version integer NOT NULL DEFAULT 0);
            GRANT SELECT, INSERT, UPDATE, DELETE ON accounts, holders TO tidemark;
            """;

    /** The tables with three accounts of one holder. */
    public static final String ROWS = TABLES
            + """
            INSERT INTO holders VALUES (1);
            INSERT INTO accounts VALUES (1, 1, 10), (2, 1, 20), (3, 1, 30);
            """;

    @Id
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "holder_id")
    private @Nullable Holder holder;

    private int amount;

    @Version
    private int version;

    protected Account() {}

    public long id() {
        return id;
    }

    public Optional<Holder> holder() {
        return Optional.ofNullable(holder);
    }

    public int amount() {
        return amount;
    }

    public void amount(int now) {
        amount = now;
    }
}
