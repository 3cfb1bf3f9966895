package io.tidemark.chaos;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/** The numbers of a report's charts, in seconds since the begin of the run. */
final class ReportCharts {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Writes that found another state than they expected, and those that are rolled back on purpose. */
    private static final int CONFLICT = 409;

    private final Report report;
    private final List<Second> seconds;
    private final ReplicaLag lag;

    ReportCharts(Report report, List<Second> seconds, ReplicaLag lag) {
        this.report = report;
        this.seconds = seconds;
        this.lag = lag;
    }

    /** {@return the targets of faults, in the order of the chart} */
    static List<String> targets(List<Incident> incidents) {
        Stream<String> known = Stream.of(Fault.values()).flatMap(fault -> fault.targets().stream());
        return Stream.concat(known, incidents.stream().map(Incident::target))
                .distinct()
                .filter(target ->
                        incidents.stream().anyMatch(one -> one.target().equals(target)))
                .sorted()
                .toList();
    }

    /** {@return whether an operation failed in another way than a conflict of two writers} */
    static boolean isFailure(Operation operation) {
        return !operation.isOk() && operation.status() != CONFLICT;
    }

    /** {@return the failures of the run, without conflicts} */
    static List<String> failures(History history) {
        return history.operations().stream()
                .filter(operation -> operation.isOfClient() && isFailure(operation))
                .map(Operation::failure)
                .distinct()
                .sorted()
                .toList();
    }

    JsonObject json() {
        JsonObjectBuilder lags = Json.createObjectBuilder();
        lag.replicas().forEach(replica -> lags.add(replica, numbers(second -> lag.longest(replica, second.number()))));
        JsonObjectBuilder failed = Json.createObjectBuilder();
        failures(report.history())
                .forEach(failure -> failed.add(
                        failure,
                        numbers(second -> OptionalDouble.of((double) second.count(operation ->
                                isFailure(operation) && operation.failure().equals(failure))))));
        JsonArrayBuilder found = Json.createArrayBuilder();
        report.violations()
                .forEach(violation -> found.add(violation.operations().get(0).end() / NANOS_PER_SECOND));
        return Json.createObjectBuilder()
                .add("targets", Json.createArrayBuilder(targets(report.history().incidents())))
                .add("faults", faults())
                .add("violations", found)
                .add("at", numbers(second -> OptionalDouble.of(second.number())))
                .add("lag", lags)
                .add("share", numbers(Second::replicaShare))
                .add("median", numbers(second -> second.milliseconds(0.5)))
                .add("slow", numbers(second -> second.milliseconds(0.99)))
                .add("failures", failed)
                .build();
    }

    private JsonArrayBuilder faults() {
        JsonArrayBuilder faults = Json.createArrayBuilder();
        report.history().incidents().stream()
                .sorted(Comparator.comparingLong(Incident::start))
                .forEach(incident -> faults.add(Json.createObjectBuilder()
                        .add("fault", incident.fault())
                        .add("target", incident.target())
                        .add("start", incident.start() / NANOS_PER_SECOND)
                        .add("end", incident.end() / NANOS_PER_SECOND)));
        return faults;
    }

    private JsonArrayBuilder numbers(Function<Second, OptionalDouble> value) {
        JsonArrayBuilder numbers = Json.createArrayBuilder();
        for (Second second : seconds) {
            OptionalDouble number = value.apply(second);
            if (number.isPresent()) {
                numbers.add(Math.round(number.getAsDouble() * 1000) / 1000.0);
            } else {
                numbers.addNull();
            }
        }
        return numbers;
    }
}
