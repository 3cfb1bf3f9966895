package io.tidemark.chaos;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of a history: one JSON object per line, an operation, a fault, a position or a promotion, and at last {@code {"end":<number of lines>}}, without
 * which the file is truncated.
 */
final class HistoryFile {

    private static final String END = "end";
    private static final String FAULT = "fault";
    private static final String POSITION = "position";
    private static final String MOVED = "moved";

    private HistoryFile() {}

    static void write(History history, Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (Incident incident : history.incidents()) {
                lines.write(json(incident) + "\n");
            }
            for (Operation operation : history.operations()) {
                lines.write(json(operation) + "\n");
            }
            for (Sample sample : history.samples()) {
                lines.write(json(sample) + "\n");
            }
            for (Promotion promotion : history.promotions()) {
                lines.write(json(promotion) + "\n");
            }
            int written = history.incidents().size()
                    + history.operations().size()
                    + history.samples().size()
                    + history.promotions().size();
            lines.write(Json.createObjectBuilder().add(END, written).build() + "\n");
        }
    }

    /**
     * Reads a history.
     *
     * @throws IllegalArgumentException if a line is malformed, or the last one is missing. The message has the number of the line,
     *     what is expected and what was found
     */
    static History read(Path file) throws IOException {
        List<Operation> operations = new ArrayList<>();
        List<Incident> incidents = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        List<Promotion> promotions = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                HistoryLine parsed = HistoryLine.of(file + ", line " + number, line);
                if (parsed.has(FAULT)) {
                    incidents.add(parsed.incident());
                } else if (parsed.has("start")) {
                    operations.add(parsed.operation());
                } else if (parsed.has(POSITION)) {
                    samples.add(parsed.sample());
                } else if (parsed.has(MOVED)) {
                    promotions.add(parsed.promotion());
                } else if (parsed.number(END) == number - 1) {
                    return new History(operations, incidents, samples, promotions);
                } else {
                    throw parsed.refused("\"end\":" + (number - 1) + ", the number of lines before it", line);
                }
            }
            throw new IllegalArgumentException(file + ", line " + (number + 1)
                    + ": expected an operation, a fault, a position, a promotion, or the end {\"end\":" + number
                    + "}; found the end of the file, so it is truncated");
        }
    }

    private static JsonObject json(Incident incident) {
        JsonArrayBuilder tolerated = Json.createArrayBuilder();
        incident.tolerated().stream().sorted().forEach(tolerated::add);
        return Json.createObjectBuilder()
                .add(FAULT, incident.fault())
                .add("target", incident.target())
                .add("start", incident.start())
                .add(END, incident.end())
                .add("tolerated", tolerated)
                .add("keepsMarks", incident.keepsMarks())
                .build();
    }

    private static JsonObject json(Sample sample) {
        return Json.createObjectBuilder()
                .add("server", sample.server())
                .add("at", sample.at())
                .add(POSITION, sample.position())
                .add("writable", sample.writable())
                .build();
    }

    private static JsonObject json(Promotion promotion) {
        JsonArrayBuilder versions = Json.createArrayBuilder();
        promotion
                .versions()
                .forEach((object, version) ->
                        versions.add(Json.createArrayBuilder().add(object).add(version)));
        return Json.createObjectBuilder()
                .add(MOVED, promotion.moved())
                .add("gone", promotion.gone())
                .add("versions", versions)
                .build();
    }

    private static JsonObject json(Operation operation) {
        JsonArrayBuilder seen = Json.createArrayBuilder();
        operation
                .seen()
                .forEach(one -> seen.add(Json.createArrayBuilder()
                        .add(one.object())
                        .add(one.version())
                        .add(one.value())));
        return Json.createObjectBuilder()
                .add("number", operation.number())
                .add("start", operation.start())
                .add(END, operation.end())
                .add("client", operation.client())
                .add("caller", operation.caller())
                .add("node", operation.node())
                .add("kind", operation.kind().name())
                .add("object", operation.object())
                .add("value", operation.value())
                .add("seen", seen)
                .add("outcome", operation.outcome().name())
                .add("status", operation.status())
                .add("route", operation.route())
                .add("reason", operation.reason())
                .build();
    }
}
