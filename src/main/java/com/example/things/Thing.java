package com.example.things;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/**
 * A thing with a color.
 *
 * <p>Its version is what makes reading from a replica safe for writing: a state that was read stale and is written back
 * fails its version check, instead of silently undoing a newer change.
 */
@Entity
@Table(name = "things")
public class Thing {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(nullable = false, length = Color.MAX_LENGTH)
    private String color;

    @Version
    private int version;

    /** For the persistence provider. */
    protected Thing() {
        color = "";
    }

    /** A new thing; it has no id until it is persisted. */
    public Thing(Color color) {
        this.color = color.name();
    }

    /** The key that the database gave; 0 before. */
    public long id() {
        return id;
    }

    /** The color's name. */
    public String color() {
        return color;
    }

    /** How often the thing was changed. */
    public int version() {
        return version;
    }

    /** Gives the thing another color. */
    public void paint(Color color) {
        this.color = color.name();
    }
}
