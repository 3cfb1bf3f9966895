package io.tidemark.chaos;

import java.util.List;
import java.util.stream.Collectors;

/** Parts of an HTML page. Each text is escaped, since values and messages come from histories. */
final class Html {

    private Html() {}

    /** {@return the text, for the content of an element and for an attribute in quotes} */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** {@return JSON that a script element may contain: no text in it can end the element} */
    static String embedded(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** {@return an element with a text} */
    static String element(String name, String text) {
        return "<" + name + ">" + escaped(text) + "</" + name + ">";
    }

    /** One row of a table; a highlighted one stands out. */
    record Row(boolean highlighted, List<String> cells) {

        /** Copies the list. */
        Row {
            cells = List.copyOf(cells);
        }

        static Row of(Object... cells) {
            return new Row(false, List.of(cells).stream().map(String::valueOf).toList());
        }

        private String html() {
            String first = "<th scope=\"row\">" + escaped(cells.get(0))
                    + (highlighted ? " <span class=\"unseen\">(part of the violation)</span>" : "") + "</th>";
            return cells.stream()
                    .skip(1)
                    .map(cell -> element("td", cell))
                    .collect(Collectors.joining(
                            "", (highlighted ? "<tr class=\"involved\">" : "<tr>") + first, "</tr>\n"));
        }
    }

    /** {@return a table, which scrolls where it is wider than the page} */
    static String table(String caption, List<String> headers, List<Row> rows) {
        String head = headers.stream()
                .map(header -> "<th scope=\"col\">" + escaped(header) + "</th>")
                .collect(Collectors.joining());
        return "<div class=\"scrolls\" tabindex=\"0\" role=\"region\" aria-label=\"" + escaped(caption)
                + "\"><table><caption>"
                + escaped(caption) + "</caption>\n<thead><tr>" + head + "</tr></thead>\n<tbody>"
                + rows.stream().map(Row::html).collect(Collectors.joining()) + "</tbody></table></div>\n";
    }

    /** {@return a table that is shown on demand} */
    static String collapsed(String caption, List<String> headers, List<Row> rows) {
        return "<details><summary>" + escaped(caption) + "</summary>\n" + table(caption, headers, rows)
                + "</details>\n";
    }
}
