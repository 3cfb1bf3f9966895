package com.example.members;

import jakarta.enterprise.context.ApplicationScoped;

/** How the last {@code @PreDestroy} was routed. */
@ApplicationScoped
public class Ends {

    private volatile String last = "";

    public void told(String reason) {
        last = reason;
    }

    public String last() {
        return last;
    }
}
