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
 * @param jvm options of the application servers' JVMs
 */
record LoadOptions(
        Path checkout,
        String run,
        List<String> servers,
        List<Policy> policies,
        List<Kind> kinds,
        int rounds,
        Duration each,
        Duration warm,
        List<String> jvm) {

    /**
     * C2 compiles, as in production. The serial collector has no threads of its own, whose time would vary. Each compiler is one
     * thread that never ends, so that its time is known.
     */
    private static final List<String> AS_IN_PRODUCTION =
            List.of("-XX:+UseSerialGC", "-XX:-UseDynamicNumberOfCompilerThreads", "-Xms512m", "-Xmx512m");

    /** C1 compiles within seconds, and its code takes several times as long. */
    private static final List<String> SOON_WARM = Stream.concat(
                    AS_IN_PRODUCTION.stream(), Stream.of("-XX:TieredStopAtLevel=1"))
            .toList();

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
                Duration.ofSeconds(Integer.getInteger("load.warm", 90)),
                AS_IN_PRODUCTION);
    }

    /** {@return the options of a run of a minute, which shows that the benchmark works and the order of the costs} */
    LoadOptions quick() {
        return new LoadOptions(
                checkout,
                run,
                servers,
                List.of(Policy.PLAIN, Policy.ROUTED),
                List.of(Kind.USER, Kind.MIX),
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                SOON_WARM);
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
