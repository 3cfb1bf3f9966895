package com.example.things;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.Status;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusJsonTest {

    @Test
    void allThatIsKnownIsThere() {
        Status status = new Status(
                true,
                new Status.Primary(true, Optional.of("0/3000148"), Optional.of(1), Optional.empty()),
                List.of(new Status.Replica(
                        "jdbc/replica",
                        true,
                        false,
                        false,
                        2,
                        Optional.of("0/3000148"),
                        Optional.of(1),
                        OptionalLong.of(3),
                        OptionalLong.of(0),
                        Optional.empty(),
                        OptionalLong.of(-50))),
                Optional.of(new Status.Store(true, false, Optional.of("1:0/3000148"), Optional.empty())),
                Map.of(Reason.CAUGHT_UP, 12L, Reason.ANONYMOUS, 1L, Reason.WRITE, 2L),
                4,
                Optional.empty(),
                List.of("function f: public.f is VOLATILE."),
                Optional.of(new Status.Budget(OptionalInt.of(4), OptionalDouble.of(0.25), 2, 17)),
                Optional.of(new Status.Waits(8, 1500)),
                Optional.of(new Status.Shadow(
                        true,
                        Map.of(Reason.CAUGHT_UP, 5L, Reason.WRITE, 1L),
                        3,
                        Optional.of(new Status.Audit(
                                Map.of(AuditResult.EQUAL, 9L, AuditResult.FAILED, 1L), Map.of("42", 1L))))));

        assertEquals(
                json(
                        """
                        {"routing":true,
                         "primary":{"ready":true,"position":"0/3000148","timeline":1},
                         "replicas":[{"name":"jdbc/replica","eligible":true,"inFlight":2,"position":"0/3000148","timeline":1,
                                      "lagMillis":3,"lagBytes":0,"clockMillis":-50}],
                         "store":{"reachable":true,"owed":false,"floor":"1:0/3000148"},
                         "statements":{"replica":{"CAUGHT_UP":12,"ANONYMOUS":1},"primary":{"WRITE":2}},
                         "ignoredTokens":4,
                         "writeCauses":["function f: public.f is VOLATILE."],
                         "budget":{"concurrent":4,"share":0.25,"running":2,"refused":17},
                         "waits":{"reads":8,"millis":1500},
                         "shadow":{"active":true,"statements":{"replica":{"CAUGHT_UP":5},"primary":{"WRITE":1}},
                                   "waits":3,"replicaShare":0.625,"waitShare":0.375,
                                   "audit":{"EQUAL":9,"ORDER":0,"DIFFERS":0,"CONCURRENT":0,"FAILED":1,"TIMED_OUT":0,
                                            "NOT_COMPARABLE":0,"DROPPED":0,"failures":{"42":1}}}}
                        """),
                StatusJson.of(status));
    }

    @Test
    void whatIsNotKnownIsLeftOutAndProblemsAreTold() {
        Status status = new Status(
                true,
                new Status.Primary(false, Optional.empty(), Optional.empty(), Optional.of("No answer.")),
                List.of(new Status.Replica(
                        "jdbc/replica",
                        false,
                        true,
                        true,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.of("Another cluster."),
                        OptionalLong.empty())),
                Optional.of(new Status.Store(false, true, Optional.empty(), Optional.of("Refused."))),
                Map.of(),
                0,
                Optional.of("No effect."),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertEquals(
                json(
                        """
                        {"routing":true,
                         "primary":{"ready":false,"problem":"No answer."},
                         "replicas":[{"name":"jdbc/replica","eligible":false,"drained":true,"quarantined":true,"inFlight":0,
                                      "problem":"Another cluster."}],
                         "store":{"reachable":false,"owed":true,"problem":"Refused."},
                         "statements":{"replica":{},"primary":{}},
                         "ignoredTokens":0,"problem":"No effect."}
                        """),
                StatusJson.of(status));
    }

    @Test
    void withoutAReplicaThereIsNeitherReplicaNorStore() {
        Status status = new Status(
                false,
                new Status.Primary(true, Optional.empty(), Optional.empty(), Optional.empty()),
                List.of(),
                Optional.empty(),
                Map.of(Reason.ROUTING_OFF, 1L),
                0,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertEquals(
                json(
                        """
                        {"routing":false,"primary":{"ready":true},
                         "statements":{"replica":{},"primary":{"ROUTING_OFF":1}},
                         "ignoredTokens":0}
                        """),
                StatusJson.of(status));
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
