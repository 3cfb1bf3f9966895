package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of a {@link HistoryFile} that is being read.
 *
 * @param place the file and the number of the line, for messages
 */
record HistoryLine(String place, String text, JsonObject json) {

    /** Parses a line. Throws IllegalArgumentException with the place if it is no JSON object, as do all methods. */
    static HistoryLine of(String place, String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return new HistoryLine(place, text, reader.readObject());
        } catch (JsonException | IllegalStateException malformed) {
            throw new IllegalArgumentException(place + ": expected a JSON object; found " + text, malformed);
        }
    }

    boolean has(String key) {
        return json.containsKey(key);
    }

    Incident incident() {
        Set<Integer> tolerated = new HashSet<>();
        for (JsonValue status : array("tolerated")) {
            tolerated.add((int) integer("tolerated", status));
        }
        return new Incident(
                string("fault"), string("target"), number("start"), number("end"), tolerated, bool("keepsMarks"));
    }

    Sample sample() {
        return new Sample(string("server"), number("at"), number("position"), bool("writable"));
    }

    Promotion promotion() {
        Map<Long, Long> versions = new HashMap<>();
        for (JsonValue one : array("versions")) {
            if (!(one instanceof List<?> parts)
                    || parts.size() != 2
                    || !(parts.get(0) instanceof JsonNumber object)
                    || !(parts.get(1) instanceof JsonNumber version)) {
                throw refused("[object, version] in \"versions\"", one.toString());
            }
            versions.put(object.longValue(), version.longValue());
        }
        return new Promotion(number("moved"), number("gone"), versions);
    }

    Operation operation() {
        List<Seen> seen = new ArrayList<>();
        for (JsonValue one : array("seen")) {
            if (!(one instanceof List<?> parts)
                    || parts.size() != 3
                    || !(parts.get(0) instanceof JsonNumber object)
                    || !(parts.get(1) instanceof JsonNumber version)
                    || !(parts.get(2) instanceof JsonString value)) {
                throw refused("[object, version, \"value\"] in \"seen\"", one.toString());
            }
            seen.add(new Seen(object.longValue(), version.longValue(), value.getString()));
        }
        return new Operation(
                number("number"),
                number("start"),
                number("end"),
                string("client"),
                string("caller"),
                string("node"),
                constant(Kind.class, "kind"),
                number("object"),
                string("value"),
                seen,
                constant(Outcome.class, "outcome"),
                (int) number("status"),
                string("route"),
                string("reason"));
    }

    long number(String key) {
        return integer(key, value(key));
    }

    private long integer(String key, JsonValue value) {
        if (value instanceof JsonNumber integer && integer.isIntegral()) {
            return integer.longValue();
        }
        throw refused("an integer as \"" + key + "\"", value.toString());
    }

    private String string(String key) {
        JsonValue value = value(key);
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw refused("a string as \"" + key + "\"", value.toString());
    }

    private boolean bool(String key) {
        JsonValue value = value(key);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw refused("true or false as \"" + key + "\"", value.toString());
    }

    private List<JsonValue> array(String key) {
        JsonValue value = value(key);
        if (value.getValueType() == JsonValue.ValueType.ARRAY) {
            return value.asJsonArray();
        }
        throw refused("an array as \"" + key + "\"", value.toString());
    }

    private <E extends Enum<E>> E constant(Class<E> type, String key) {
        String name = string(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        refused("one of " + Arrays.toString(type.getEnumConstants()) + " as \"" + key + "\"", name));
    }

    private JsonValue value(String key) {
        JsonValue value = json.get(key);
        if (value == null) {
            throw refused("\"" + key + "\"", text);
        }
        return value;
    }

    IllegalArgumentException refused(String expected, String found) {
        return new IllegalArgumentException(place + ": expected " + expected + "; found " + found);
    }
}
