package com.example.helpdesk;

import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.util.List;

/** Bills a chunk in one transaction. */
@Named
@Dependent
public class BillWriter extends AbstractItemWriter {

    @EJB
    Desk desk;

    @Override
    public void writeItems(List<Object> tickets) {
        tickets.forEach(ticket -> desk.bill((Long) ticket));
    }
}
