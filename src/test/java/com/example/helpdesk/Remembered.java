package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A browser that is logged in without a password. */
@Entity
@Table(name = "helpdesk_remembered")
public class Remembered {

    @Id
    private String token = "";

    private String account = "";

    @Version
    private int version;

    protected Remembered() {}

    Remembered(String token, String account) {
        this.token = token;
        this.account = account;
    }

    String account() {
        return account;
    }
}
