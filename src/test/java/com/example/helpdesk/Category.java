package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A kind of ticket, and the hours that one takes. */
@Entity
@Table(name = "helpdesk_categories")
public class Category {

    @Id
    private String name = "";

    private int hours;

    @Version
    private int version;

    protected Category() {}

    Category(String name, int hours) {
        this.name = name;
        this.hours = hours;
    }

    public String getName() {
        return name;
    }

    public int getHours() {
        return hours;
    }
}
