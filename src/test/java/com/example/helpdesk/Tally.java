package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** The number of tickets at some time. */
@Entity
@Table(name = "helpdesk_tallies")
public class Tally {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private long tickets;

    @Version
    private int version;

    protected Tally() {}

    Tally(long tickets) {
        this.tickets = tickets;
    }

    long tickets() {
        return tickets;
    }
}
