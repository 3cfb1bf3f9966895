package io.tidemark.testkit.routes;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.RouteDecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The routes of the statements of a request, a transaction or a test, in their order. Immutable. */
public final class Routes {

    private static final String ROUTE = "Tidemark-Route";
    private static final String REASON = "Tidemark-Reason";
    private static final String NONE = "none";

    /** The text before the number of statements that do not fit into the header. It ends with a plus sign. */
    private static final String AND_MORE = "+";

    private final List<RoutedStatement> statements;
    private final Optional<Reason> lastRead;
    private final String unlisted;

    private Routes(List<RoutedStatement> statements, Optional<Reason> lastRead, String unlisted) {
        this.statements = statements;
        this.lastRead = lastRead;
        this.unlisted = unlisted;
    }

    /** {@return the routes of these decisions} The application observes them as CDI events: see {@link RecordedRoutes}. */
    public static Routes of(List<RouteDecision> decisions) {
        Optional<Reason> lastRead = decisions.stream()
                .map(RouteDecision::reason)
                .filter(reason -> reason != Reason.WRITE)
                .reduce((one, next) -> next);
        return new Routes(decisions.stream().map(RoutedStatement::of).toList(), lastRead, "");
    }

    /**
     * {@return the routes of a request} The application adds the headers if {@code tidemark.headers} is {@code true}. They have
     * the reason of the last read, and no other.
     *
     * @param headers the headers of the response, such as {@code java.net.http.HttpHeaders.map()}
     * @throws IllegalArgumentException if the headers are missing, or have values of another kind
     */
    public static Routes ofHeaders(Map<String, ? extends Collection<String>> headers) {
        List<RoutedStatement> statements = new ArrayList<>();
        String unlisted = "";
        for (String server : header(headers, ROUTE).split(",", -1)) {
            String name = server.strip();
            if (name.contains(AND_MORE)) {
                unlisted = name.substring(name.indexOf(AND_MORE) + 1);
            } else if (!name.equals(NONE)) {
                statements.add(RoutedStatement.on(name));
            }
        }
        String reason = header(headers, REASON);
        return new Routes(
                List.copyOf(statements),
                reason.equals(NONE) ? Optional.empty() : Optional.of(reason(reason)),
                unlisted);
    }

    private static String header(Map<String, ? extends Collection<String>> headers, String wanted) {
        // HttpURLConnection has the status line under a null key.
        List<String> values = headers.entrySet().stream()
                .filter(header -> wanted.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    "The response has no header " + wanted + ". Set tidemark.headers=true in the"
                            + " application, and check that the response comes from it. The response has "
                            + headers.keySet());
        }
        return String.join(", ", values);
    }

    private static Reason reason(String name) {
        return Stream.of(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The header " + REASON + " has the unknown reason " + name + ". Expected: none, or one of "
                                + List.of(Reason.values()) + ". Test kit and library need the same version"));
    }

    /** {@return the routes} */
    public List<Route> routes() {
        return statements.stream().map(RoutedStatement::route).toList();
    }

    /** {@return the reason of the last read; empty if there was none} */
    public Optional<Reason> lastRead() {
        return lastRead;
    }

    /** {@return the reasons of all statements; empty if they are not known, as from headers} */
    Optional<List<Reason>> reasons() {
        return statements.stream().allMatch(each -> each.reason().isPresent())
                ? Optional.of(statements.stream()
                        .flatMap(each -> each.reason().stream())
                        .toList())
                : Optional.empty();
    }

    /** {@return the number of statements that the source did not list; empty for none} */
    String unlisted() {
        return unlisted;
    }

    /** Lists one statement per line, with what is known about it. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            lines.add("  " + (i + 1) + ". " + statements.get(i).described());
        }
        if (!unlisted.isEmpty()) {
            lines.add("  and " + unlisted + " more, which the header does not list");
        }
        lastRead.ifPresent(reason -> lines.add("  the last read: " + reason));
        return lines.isEmpty() ? "  no statement" : String.join("\n", lines);
    }
}
