package io.tidemark.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a run.
 *
 * @param server the kind of application server
 */
record Report(String server, ChaosSettings settings, History history, List<Violation> violations) {

    private static final int MOST_SHOWN = 20;

    /** Copies the list. */
    Report {
        violations = List.copyOf(violations);
    }

    /** {@return the command that repeats the schedule of the faults} */
    String command() {
        return "mvn verify -Pchaos" + (server.equals("wildfly") ? ",wildfly" : "") + " -Dchaos.seed=" + settings.seed()
                + " -Dchaos.seconds=" + settings.duration().toSeconds() + chosenFaults();
    }

    private String chosenFaults() {
        return settings.faults().size() == Fault.values().length
                ? ""
                : " -Dchaos.faults="
                        + settings.faults().stream()
                                .sorted()
                                .map(Fault::toString)
                                .collect(Collectors.joining(","));
    }

    /** {@return the report as text} */
    String text() {
        return command() + "\n" + new Figures(history).text() + "\nviolations: " + violations.size() + "\n"
                + violations.stream()
                        .limit(MOST_SHOWN)
                        .map(violation -> violation.guarantee() + ": " + violation.message() + "\n")
                        .collect(Collectors.joining());
    }

    /** Writes history.jsonl, report.txt and report.html. */
    void write(Path directory) throws IOException {
        HistoryFile.write(history, directory.resolve("history.jsonl"));
        Files.writeString(directory.resolve("report.txt"), text());
        Files.writeString(directory.resolve("report.html"), new ReportPage(this).html());
    }
}
