package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;

/** A backing bean. */
@Named
@ViewScoped
@RoutedReads
@SuppressWarnings("serial") // What is injected is a serializable proxy.
public class Page implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    Reads reads;

    private String atStart = "";

    @PostConstruct
    void look() {
        atStart = reads.reason();
    }

    public String getAtStart() {
        return atStart;
    }
}
