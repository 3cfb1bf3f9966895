package com.example.guestbook;

import io.tidemark.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who reads and writes: whoever the request's header says. */
@ApplicationScoped
public class Guest implements Caller {

    @Inject
    HttpServletRequest request;

    @Override
    public Optional<String> name() {
        return Optional.ofNullable(request.getHeader("Guest"));
    }
}
