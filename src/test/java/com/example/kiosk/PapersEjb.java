package com.example.kiosk;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The same in an EJB, whose container wraps unchecked exceptions that it does not know. */
@Stateless
@RoutedReads
public class PapersEjb {

    @Inject
    @Routed
    DataSource source;

    public int count() {
        try {
            return Papers.count(source);
        } catch (SQLException failed) {
            throw new EJBException(failed);
        }
    }
}
