package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void theStatusAloneIsEnough() {
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}",
                Problem.of(Status.NOT_FOUND).toJson().toString());
    }

    @Test
    void detailAndInstanceAreThereWhenKnown() {
        UUID occurrence = new UUID(1, 2);
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"a \\\"b\\\"\","
                        + "\"instance\":\"urn:uuid:00000000-0000-0001-0000-000000000002\"}",
                Problem.of(Status.BAD_REQUEST, "a \"b\"")
                        .loggedAs(occurrence)
                        .toJson()
                        .toString());
    }
}
