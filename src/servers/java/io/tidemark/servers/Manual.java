package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** README's commands. */
public final class Manual {

    private static final Pattern BLOCK = Pattern.compile("(?s)```\n(.*?)```");
    private static final Pattern NEXT_HEADING = Pattern.compile("(?m)^#{2,3} ");

    private final String text;

    /** Reads it. */
    public Manual(Path checkout) throws IOException {
        this.text = Files.readString(checkout.resolve("README.md"));
    }

    /** The commands of these sections, in order, as a script that ends with the first that fails. */
    public String commands(String... headings) {
        return Stream.of(headings)
                .flatMap(heading -> blocks(heading).stream())
                .collect(Collectors.joining("", "set -e\n", ""));
    }

    /** The blocks of commands of a section, in order. */
    public List<String> blocks(String heading) {
        return BLOCK.matcher(section(heading))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private String section(String heading) {
        int begin = text.indexOf("\n### " + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException("README has no section " + heading);
        }
        String rest = text.substring(begin + "\n### ".length());
        Matcher next = NEXT_HEADING.matcher(rest);
        return next.find() ? rest.substring(0, next.start()) : rest;
    }
}
