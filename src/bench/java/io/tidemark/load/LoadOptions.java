package io.tidemark.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options of a run, which {@code mvn -Pload} passes as system properties.
 *
 * @param checkout the project's directory
 * @param run the name of the run
 * @param servers the application servers, by their qualifiers in {@code arquillian.xml}
 * @param rounds the number of rounds that count
 * @param each the length of a phase
 * @param warm the longest warm-up of a policy
 */
record LoadOptions(
        Path checkout,
        String run,
        List<String> servers,
        List<Policy> policies,
        List<Kind> kinds,
        int rounds,
        Duration each,
        Duration warm) {

    static LoadOptions ofProperties() {
        return new LoadOptions(
                Path.of(System.getProperty("basedir", "")).toAbsolutePath(),
                System.getProperty("load.run", "cost"),
                list("load.servers", "payara-micro"),
                list("load.policies", "plain,routed").stream().map(Policy::of).toList(),
                list("load.kinds", "anonymous,user,list,mix").stream()
                        .map(Kind::of)
                        .toList(),
                Integer.getInteger("load.rounds", 5),
                Duration.ofSeconds(Integer.getInteger("load.seconds", 6)),
                Duration.ofSeconds(Integer.getInteger("load.warm", 90)));
    }

    private static List<String> list(String property, String otherwise) {
        return Stream.of(System.getProperty(property, otherwise).split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** {@return the directory for results, logs and data} */
    Path work() {
        return checkout.resolve("target/load");
    }
}
