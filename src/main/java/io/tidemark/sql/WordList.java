package io.tidemark.sql;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** Parses the word lists of this package, so that the source can contain them as plain text. */
final class WordList {

    private WordList() {}

    /** Returns the words of a text, separated by white space. */
    static Set<String> of(String text) {
        Set<String> words = new HashSet<>();
        StringTokenizer tokenizer = new StringTokenizer(text);
        while (tokenizer.hasMoreTokens()) {
            words.add(tokenizer.nextToken());
        }
        // An immutable set of the JDK divides at each look-up, which is slower.
        return Collections.unmodifiableSet(words);
    }
}
