package com.example.ledger;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** An entity whose key comes from a sequence, ten at a time. */
@Entity
@EntityListeners(Review.class)
@Table(name = "ledger_entries")
public class Entry {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "entry")
    @SequenceGenerator(name = "entry", sequenceName = "entry_ids", allocationSize = 10)
    private long id;

    private @Nullable String text;

    @Version
    private int version;

    protected Entry() {}

    public Entry(@Nullable String text) {
        this.text = text;
    }

    public long id() {
        return id;
    }

    public void text(String now) {
        text = now;
    }

    public @Nullable String text() {
        return text;
    }
}
