package com.example.members;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/** Writes the first member when the application starts. */
@Singleton
@Startup
public class Seeding {

    @Inject
    Members members;

    @PostConstruct
    void seed() {
        members.change("alice", "old");
    }
}
