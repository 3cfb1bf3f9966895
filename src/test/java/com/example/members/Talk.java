package com.example.members;

import io.tidemark.RoutedReads;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.inject.Inject;
import java.io.Serializable;

/** A bean of a conversation. */
@ConversationScoped
@RoutedReads
@SuppressWarnings("serial") // What is injected is a serializable proxy.
public class Talk implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    Reads reads;

    public String now() {
        return reads.reason();
    }
}
