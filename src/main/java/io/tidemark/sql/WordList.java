package io.tidemark.sql;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** Reads the word lists of this package, so that they may be written down as lists. */
final class WordList {

    private WordList() {}

    /** The words of a text, separated by white space. */
    static Set<String> of(String text) {
        Set<String> words = new HashSet<>();
        StringTokenizer tokenizer = new StringTokenizer(text);
        while (tokenizer.hasMoreTokens()) {
            words.add(tokenizer.nextToken());
        }
        // Not an immutable one of the JDK, whose look-up divides.
        return Collections.unmodifiableSet(words);
    }
}
