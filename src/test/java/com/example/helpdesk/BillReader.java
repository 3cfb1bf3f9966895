package com.example.helpdesk;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Finds the work to be billed. */
@Named
@Dependent
public class BillReader extends AbstractItemReader {

    @EJB
    Desk desk;

    private Iterator<Long> tickets = Collections.emptyIterator();

    @Override
    public void open(@Nullable Serializable checkpoint) {
        tickets = desk.unbilled().iterator();
    }

    @Override
    public @Nullable Object readItem() {
        return tickets.hasNext() ? tickets.next() : null;
    }
}
