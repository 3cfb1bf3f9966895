package io.tidemark.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of one phase, or their medians.
 *
 * @param node the processor time of the application server per request, in microseconds; so for the next three
 * @param beside the processor time of Redis or pgpool-II
 * @param throughput requests per second
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param failed requests that were not answered with 200, of all rounds in a median
 * @param stale reads that missed the user's own write, of all rounds in a median
 */
record Sample(
        double node,
        double primary,
        double replica,
        double beside,
        double throughput,
        double p50,
        double p99,
        long failed,
        long stale) {

    static Sample of(Usage used, Tally tally, Duration lasted) {
        double requests = Math.max(1, tally.requests());
        return new Sample(
                micros(used.node()) / requests,
                micros(used.primary()) / requests,
                micros(used.replica()) / requests,
                micros(used.beside()) / requests,
                tally.requests() / (lasted.toNanos() / 1e9),
                tally.p50() / 1e3,
                tally.p99() / 1e3,
                tally.failed(),
                tally.stale());
    }

    private static double micros(Duration time) {
        return time.toNanos() / 1e3;
    }

    /** {@return the median of each number; the sums of those that must be zero} */
    static Sample median(List<Sample> samples) {
        return new Sample(
                median(samples, Sample::node),
                median(samples, Sample::primary),
                median(samples, Sample::replica),
                median(samples, Sample::beside),
                median(samples, Sample::throughput),
                median(samples, Sample::p50),
                median(samples, Sample::p99),
                samples.stream().mapToLong(Sample::failed).sum(),
                samples.stream().mapToLong(Sample::stale).sum());
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> number) {
        double[] sorted = samples.stream().mapToDouble(number).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : Arrays.stream(sorted, half - 1, half + 1).sum() / 2;
    }
}
