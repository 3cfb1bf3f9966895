package io.tidemark.web;

import java.util.Optional;

/**
 * The settings of the status page, which the jar {@code tidemark-page} adds to an application.
 *
 * @param role the role that may see the page and use its switches; empty if there is no page
 * @param texts whether the page shows the texts of statements
 */
public record PageSettings(Optional<String> role, StatementTexts texts) {

    /** No page. The default. */
    public static final PageSettings OFF = new PageSettings(Optional.empty(), StatementTexts.HIDDEN);

    /** The setting for the texts of statements. */
    public enum StatementTexts {
        /** The page shows only the kind of a statement. The default, because a text may contain personal values. */
        HIDDEN,
        /** The page shows the beginning of each text. */
        SHOWN
    }
}
