package com.example.kiosk;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;

/** The number of papers. */
@RequestScoped
@Path("papers")
public class PapersResource {

    @Inject
    Papers papers;

    @GET
    public int count() throws SQLException {
        return papers.count();
    }
}
