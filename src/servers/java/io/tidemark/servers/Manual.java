package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        StringBuilder commands = new StringBuilder("set -e\n");
        for (String heading : headings) {
            Matcher block = BLOCK.matcher(section(heading));
            while (block.find()) {
                commands.append(block.group(1));
            }
        }
        return commands.toString();
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
