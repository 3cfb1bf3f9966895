package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

@Entity
@Table(name = "helpdesk_tickets")
public class Ticket {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String title = "";
    private String owner = "";
    private String category = "none";

    @Version
    private int version;

    protected Ticket() {}

    Ticket(String owner, String title) {
        this.owner = owner;
        this.title = title;
    }

    public long getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    public String getCategory() {
        return category;
    }

    String owner() {
        return owner;
    }

    void classify() {
        category = title.contains("printer") ? "hardware" : "access";
    }
}
