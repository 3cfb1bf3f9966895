package io.tidemark.page;

import io.tidemark.RoutingMXBean;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;

/**
 * A change of the routing of this node that an operator requests.
 *
 * <p>The JSON has exactly one member: {@code {"routing":"on"}} ({@code off} or {@code shadow}), {@code {"share":0.25}}, {@code
 * {"drain":"jdbc/replica"}} or {@code {"resume":"jdbc/replica"}}.
 */
@FunctionalInterface
interface Switch {

    /**
     * Makes the change.
     *
     * @throws IllegalArgumentException with a sentence for the operator, if the change is not possible
     */
    void apply(RoutingMXBean routing);

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException with a sentence for the operator, if it is no such request
     */
    static Switch of(String json) {
        JsonObject request = object(json);
        if (request.size() != 1) {
            throw expected("The request has " + request.size() + " members");
        }
        Map.Entry<String, JsonValue> member = request.entrySet().iterator().next();
        String operation = member.getKey();
        JsonValue value = member.getValue();
        return switch (operation) {
            case "routing" -> routing(text(operation, value));
            case "share" -> share(value);
            case "drain" -> {
                String replica = text(operation, value);
                yield routing -> routing.drain(replica);
            }
            case "resume" -> {
                String replica = text(operation, value);
                yield routing -> routing.resume(replica);
            }
            default -> throw expected("There is no switch '" + operation + "'");
        };
    }

    private static IllegalArgumentException expected(String problem) {
        return new IllegalArgumentException(problem + ". Expected one of: routing, share, drain, resume.");
    }

    private static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException malformed) {
            throw new IllegalArgumentException(
                    "The request is not a JSON object. Expected one such as {\"routing\":\"off\"}.", malformed);
        }
    }

    private static String text(String operation, JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new IllegalArgumentException("The value of " + operation + " is " + value + ". Expected a text.");
    }

    private static Switch routing(String mode) {
        return switch (mode) {
            case "on" -> routing -> routing.setRouting(true);
            case "off" -> routing -> routing.setRouting(false);
            case "shadow" -> routing -> routing.setShadow(true);
            default ->
                throw new IllegalArgumentException("Routing cannot be '" + mode + "'. Expected on, off or shadow.");
        };
    }

    private static Switch share(JsonValue value) {
        if (value instanceof JsonNumber number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            double share = number.doubleValue();
            return routing -> routing.setReplicaShare(share);
        }
        throw new IllegalArgumentException(
                "The share of callers is " + value + ". Expected a number from 0 to 1, such as 0.25 for 25 %.");
    }
}
