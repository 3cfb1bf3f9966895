package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** The hours that a ticket takes, and their cost once they are billed. */
@Entity
@Table(name = "helpdesk_estimates")
public class Estimate {

    private static final int PER_HOUR = 100;

    @Id
    private long ticket;

    private int hours;
    private int billed;

    @Version
    private int version;

    protected Estimate() {}

    Estimate(long ticket, int hours) {
        this.ticket = ticket;
        this.hours = hours;
    }

    long ticket() {
        return ticket;
    }

    void bill() {
        if (billed > 0) {
            throw new IllegalStateException("Ticket " + ticket + " has been billed");
        }
        billed = hours * PER_HOUR;
    }
}
