package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.faces.flow.FlowScoped;
import jakarta.inject.Inject;
import java.io.Serializable;

/** A bean of a flow. */
@FlowScoped("order")
@RoutedReads
@SuppressWarnings("serial") // What is injected is a serializable proxy.
public class Order implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    Reads reads;

    public String now() {
        return reads.reason();
    }
}
