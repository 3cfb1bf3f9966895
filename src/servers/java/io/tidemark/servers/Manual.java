package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents of the project and the commands in them. A section is identified by its heading in all documents. */
public final class Manual {

    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern NEXT_HEADING = Pattern.compile("(?m)^#{2,3} ");
    private static final List<String> SINGLE =
            List.of("README.md", "CONTRIBUTING.md", "server-config/README.md", "pg/README.md", "src/bench/README.md");

    private final List<String> texts = new ArrayList<>();

    /** Reads the documents of a checkout. */
    public Manual(Path checkout) throws IOException {
        for (Path document : documents(checkout)) {
            texts.add(Files.readString(document));
        }
    }

    /** Lists every document. */
    public static List<Path> documents(Path checkout) throws IOException {
        try (Stream<Path> pages = Files.list(checkout.resolve("src/site/markdown"))) {
            return Stream.concat(SINGLE.stream().map(checkout::resolve), pages.sorted())
                    .toList();
        }
    }

    /** {@return the commands of these sections, in order, as a script that ends at the first failure} */
    public String commands(String... headings) {
        return Stream.of(headings)
                .flatMap(heading -> blocks(heading).stream())
                .collect(Collectors.joining("", "set -e\n", ""));
    }

    /** {@return the blocks of commands of a section, in order} */
    public List<String> blocks(String heading) {
        return BLOCK.matcher(section(heading))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private String section(String heading) {
        Pattern begin = Pattern.compile("(?m)^#{2,3} " + Pattern.quote(heading) + "$");
        List<String> sections = texts.stream()
                .flatMap(text -> begin.matcher(text).results().map(found -> text.substring(found.end())))
                .toList();
        if (sections.size() != 1) {
            throw new IllegalArgumentException(sections.size() + " sections have the heading " + heading);
        }
        String rest = sections.get(0);
        Matcher next = NEXT_HEADING.matcher(rest);
        return next.find() ? rest.substring(0, next.start()) : rest;
    }
}
