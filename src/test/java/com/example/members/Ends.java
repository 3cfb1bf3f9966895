package com.example.members;

import jakarta.enterprise.context.ApplicationScoped;

/** The route of the last {@code @PreDestroy}. */
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
