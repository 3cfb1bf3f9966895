package io.tidemark.it.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

@Entity
@Table(name = "holders")
public class Holder {

    @Id
    private long id;

    @OneToMany(mappedBy = "holder")
    private List<Account> accounts = new ArrayList<>();

    protected Holder() {}

    public long id() {
        return id;
    }

    /** Loaded from the database at its first use. */
    public List<Account> accounts() {
        return accounts;
    }
}
