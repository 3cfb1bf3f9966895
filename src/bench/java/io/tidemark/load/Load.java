package io.tidemark.load;

import java.time.Duration;
import java.util.List;

/** Runs the benchmark that {@code load.run} names. {@code src/bench/README.md} explains the properties. */
public final class Load {

    /** All of {@code mvn -Pload} takes ten minutes at most, of which the build takes one. */
    private static final Duration LONGEST = Duration.ofMinutes(8).plusSeconds(30);

    private Load() {}

    public static void main(String[] args) throws Exception {
        LoadOptions options = LoadOptions.ofProperties();
        switch (options.run()) {
            case "cost" -> cost(options);
            case "quick" -> cost(options.quick());
            case "plot" -> plot(options);
            case "scale" -> scale(options);
            default ->
                throw new IllegalArgumentException(
                        "-Dload.run=" + options.run() + ": expected cost, quick, plot or scale");
        }
    }

    private static void cost(LoadOptions options) throws Exception {
        long begun = System.nanoTime();
        StringBuilder text = new StringBuilder(Report.machine(options)).append('\n');
        List<String> servers = options.servers();
        for (int i = 0; i < servers.size(); i++) {
            // Each server has an equal share of the time.
            long end = begun + LONGEST.toNanos() * (i + 1) / servers.size();
            text.append(Cost.run(options, servers.get(i), end).text());
        }
        Report.publish(options.work().resolve("cost.md"), text.toString());
    }

    private static void plot(LoadOptions options) throws Exception {
        List<Staleness.Point> points = Staleness.run(options, System.nanoTime() + LONGEST.toNanos());
        Report.publish(
                options.work().resolve("staleness.md"), Report.machine(options) + "\n" + Staleness.table(points));
        Svg.write(StalenessPlot.of(points), options.work().resolve("staleness.svg"));
    }

    private static void scale(LoadOptions options) throws Exception {
        try (Site site = Site.start(options, "scale")) {
            String memory = MarkMemory.run(site.servers());
            String polling = Polling.table(Polling.run(site.servers()));
            Report.publish(
                    options.work().resolve("scale.md"), Report.machine(options) + "\n" + memory + "\n" + polling);
        }
    }
}
