package com.example.club;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets members in. */
public interface Door {

    /** Logs a member in, for this request and the rest of the session. */
    void enter(String member, HttpServletRequest request, HttpServletResponse response);
}
