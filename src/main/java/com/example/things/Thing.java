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
 * <p>The version makes a write safe after a read from a replica. Writing back stale state fails the version check; it does
 * not silently undo a newer change.
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

    /** Creates a thing, which has no id until it is persisted. */
    public Thing(Color color) {
        this.color = color.name();
    }

    /** {@return the key that the database generated; 0 before that} */
    public long id() {
        return id;
    }

    /** {@return the name of the color} */
    public String color() {
        return color;
    }

    /** {@return the number of changes of the thing} */
    public int version() {
        return version;
    }

    /** Changes the color. */
    public void paint(Color color) {
        this.color = color.name();
    }
}
