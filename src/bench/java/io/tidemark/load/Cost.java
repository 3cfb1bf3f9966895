package io.tidemark.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the processor time per request, for each policy and kind of request, in interleaved rounds.
 *
 * <p>All application servers of one kind run at the same time, and one has load. An idle one adds little to the others' time:
 * Tidemark polls idle servers every two seconds.
 */
final class Cost {

    private static final int CONNECTIONS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** The share of the compilers in a server's time below which it counts as warm. */
    private static final double WARM = 0.04;

    private final LoadOptions options;
    private final Generator generator;
    private final Site site;
    private final Map<Policy, Site.Node> nodes = new EnumMap<>(Policy.class);
    private final Map<Kind, Map<Policy, List<Sample>>> samples = new EnumMap<>(Kind.class);

    private Cost(LoadOptions options, Generator generator, Site site) {
        this.options = options;
        this.generator = generator;
        this.site = site;
    }

    /**
     * Measures on one kind of application server.
     *
     * @param end the value of {@link System#nanoTime} after which no round begins
     * @return the rows of the table
     */
    static Report.Table run(LoadOptions options, String server, long end) throws Exception {
        try (Site site = Site.start(options, server);
                Generator generator = Generator.start(options.work(), CONNECTIONS)) {
            Cost cost = new Cost(options, generator, site);
            cost.start(server);
            int rounds = cost.measure(end);
            return new Report.Table(server, rounds, cost.medians());
        }
    }

    private void start(String server) throws IOException, InterruptedException {
        Wars wars = new Wars(options.checkout(), options.work().resolve("wars"));
        for (Policy policy : options.policies()) {
            if (!policy.isAvailable(server)) {
                Report.say(policy + " is not available here and is left out");
                continue;
            }
            Report.say(server + ": starting for " + policy);
            nodes.put(policy, site.node(server, policy.war(wars, site.servers()), policy.environment(site)));
        }
        for (Policy policy : nodes.keySet()) {
            warmUp(policy);
        }
    }

    /** Sends requests of all kinds until the JVM has compiled what they need. */
    private void warmUp(Policy policy) throws IOException, InterruptedException {
        long pid = nodes.get(policy).server().pid();
        long end = System.nanoTime() + options.warm().toNanos();
        double share = 1;
        while (share > WARM && end - System.nanoTime() > 0) {
            Duration all = ProcessorTime.of(pid);
            Duration compilers = ProcessorTime.ofCompilers(pid);
            for (Kind kind : options.kinds()) {
                phase(policy, kind, WARM_UP);
            }
            share = (double) ProcessorTime.ofCompilers(pid).minus(compilers).toMillis()
                    / Math.max(1, ProcessorTime.of(pid).minus(all).toMillis());
            Report.say(String.format(Locale.ROOT, "warming up %s: %.0f %% of its time compiles", policy, share * 100));
            letCompile(pid, end);
        }
    }

    /** Sends nothing while the JVM compiles what it has queued. Under load, the compilers would get little of the processors. */
    private static void letCompile(long pid, long end) throws IOException, InterruptedException {
        Duration used = ProcessorTime.ofCompilers(pid);
        Duration more = LOOK;
        while (more.compareTo(LOOK.dividedBy(5)) > 0 && end - System.nanoTime() > 0) {
            // There is no condition to await: the compilers' queue is not visible.
            Thread.sleep(LOOK.toMillis());
            Duration now = ProcessorTime.ofCompilers(pid);
            more = now.minus(used);
            used = now;
        }
    }

    /** {@return the number of rounds} The first one, which is not counted, completes the warm-up. */
    private int measure(long end) throws IOException, InterruptedException {
        long longest = 0;
        for (int round = 0; round <= options.rounds(); round++) {
            long begun = System.nanoTime();
            if (end - begun < longest) {
                Report.say("no time is left for round " + round);
                return round - 1;
            }
            round(round);
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        return options.rounds();
    }

    private void round(int round) throws IOException, InterruptedException {
        for (Kind kind : options.kinds()) {
            List<Policy> order = new ArrayList<>(nodes.keySet());
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Policy policy : order) {
                Sample sample = phase(policy, kind, options.each());
                Report.say(Report.line(round, kind, policy, sample));
                if (round > 0) {
                    samples.computeIfAbsent(kind, any -> new EnumMap<>(Policy.class))
                            .computeIfAbsent(policy, any -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
    }

    private Sample phase(Policy policy, Kind kind, Duration lasting) throws IOException, InterruptedException {
        Site.Node node = nodes.get(policy);
        Usage before = site.usage(node.server());
        long begun = System.nanoTime();
        generator.start(new Phase(node.application().toString(), kind, Kind.USERS, 0));
        // The length of the phase is the measurement's own; there is no condition to await.
        Thread.sleep(lasting.toMillis());
        Tally tally = generator.stop();
        Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
        return Sample.of(site.usage(node.server()).since(before), tally, lasted);
    }

    private Map<Kind, Map<Policy, Sample>> medians() {
        Map<Kind, Map<Policy, Sample>> medians = new EnumMap<>(Kind.class);
        samples.forEach((kind, byPolicy) -> {
            Map<Policy, Sample> row = new EnumMap<>(Policy.class);
            byPolicy.forEach((policy, measured) -> row.put(policy, Sample.median(measured)));
            medians.put(kind, row);
        });
        return medians;
    }
}
