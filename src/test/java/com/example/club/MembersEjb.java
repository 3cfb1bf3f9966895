package com.example.club;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.SQLException;

/** Adds a member in the transaction of an EJB. */
@Stateless
public class MembersEjb {

    @Inject
    Members members;

    public void add() throws SQLException {
        members.add();
    }
}
