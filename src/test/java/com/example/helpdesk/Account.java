package com.example.helpdesk;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

@Entity
@Table(name = "helpdesk_accounts")
public class Account {

    @Id
    private String name = "";

    private String hash = "";
    private String phone = "";

    @Version
    private int version;

    protected Account() {}

    Account(String name, String hash) {
        this.name = name;
        this.hash = hash;
    }

    String hash() {
        return hash;
    }

    void hash(String now) {
        hash = now;
    }

    String phone() {
        return phone;
    }

    void phone(String now) {
        phone = now;
    }
}
