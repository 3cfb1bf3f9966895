package com.example.shop;

import io.tidemark.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The caller of reads and writes, from a header of the request. */
@ApplicationScoped
public class Customer implements Caller {

    @Inject
    HttpServletRequest request;

    @Override
    public Optional<String> name() {
        return Optional.ofNullable(request.getHeader("Customer"));
    }
}
