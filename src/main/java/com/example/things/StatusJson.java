package com.example.things;

import io.tidemark.AuditResult;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.Status;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.Optional;

/** Formats a {@link Status} as JSON. Unknown values are omitted. */
final class StatusJson {

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private StatusJson() {}

    static JsonObject of(Status status) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("routing", status.routing());
        json.add("primary", primary(status.primary()));
        if (!status.replicas().isEmpty()) {
            JsonArrayBuilder replicas = JSON.createArrayBuilder();
            status.replicas().forEach(replica -> replicas.add(replica(replica)));
            json.add("replicas", replicas);
        }
        status.store().ifPresent(store -> json.add("store", store(store)));
        json.add("statements", statements(status.statements())).add("ignoredTokens", status.ignoredTokens());
        status.problem().ifPresent(problem -> json.add("problem", problem));
        if (!status.writeCauses().isEmpty()) {
            json.add("writeCauses", JSON.createArrayBuilder(status.writeCauses()));
        }
        status.budget().ifPresent(budget -> json.add("budget", budget(budget)));
        status.waits()
                .ifPresent(waits -> json.add(
                        "waits",
                        JSON.createObjectBuilder().add("reads", waits.reads()).add("millis", waits.millis())));
        status.shadow().ifPresent(shadow -> json.add("shadow", shadow(shadow)));
        return json.build();
    }

    private static JsonObjectBuilder budget(Status.Budget budget) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        budget.concurrent().ifPresent(limit -> json.add("concurrent", limit));
        budget.share().ifPresent(limit -> json.add("share", limit));
        return json.add("running", budget.running()).add("refused", budget.refused());
    }

    private static JsonObjectBuilder shadow(Status.Shadow shadow) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("active", shadow.active())
                .add("statements", statements(shadow.statements()))
                .add("waits", shadow.waits());
        shadow.replicaShare().ifPresent(share -> json.add("replicaShare", share));
        shadow.waitShare().ifPresent(share -> json.add("waitShare", share));
        shadow.audit().ifPresent(audit -> json.add("audit", audit(audit)));
        return json;
    }

    private static JsonObjectBuilder audit(Status.Audit audit) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        for (AuditResult result : AuditResult.values()) {
            json.add(result.name(), audit.count(result));
        }
        JsonObjectBuilder failures = JSON.createObjectBuilder();
        audit.failures().forEach(failures::add);
        return json.add("failures", failures);
    }

    private static JsonObjectBuilder primary(Status.Primary primary) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("ready", primary.ready());
        place(json, primary.position(), primary.timeline());
        primary.problem().ifPresent(problem -> json.add("problem", problem));
        return json;
    }

    private static JsonObjectBuilder replica(Status.Replica replica) {
        JsonObjectBuilder json =
                JSON.createObjectBuilder().add("name", replica.name()).add("eligible", replica.eligible());
        if (replica.drained()) {
            json.add("drained", true);
        }
        if (replica.quarantined()) {
            json.add("quarantined", true);
        }
        json.add("inFlight", replica.inFlight());
        place(json, replica.position(), replica.timeline());
        replica.lagMillis().ifPresent(millis -> json.add("lagMillis", millis));
        replica.lagBytes().ifPresent(bytes -> json.add("lagBytes", bytes));
        replica.clockMillis().ifPresent(millis -> json.add("clockMillis", millis));
        replica.problem().ifPresent(problem -> json.add("problem", problem));
        return json;
    }

    private static void place(JsonObjectBuilder json, Optional<String> position, Optional<Integer> timeline) {
        position.ifPresent(lsn -> json.add("position", lsn));
        timeline.ifPresent(number -> json.add("timeline", number));
    }

    private static JsonObjectBuilder store(Status.Store store) {
        JsonObjectBuilder json =
                JSON.createObjectBuilder().add("reachable", store.reachable()).add("owed", store.owed());
        store.floor().ifPresent(floor -> json.add("floor", floor));
        store.problem().ifPresent(problem -> json.add("problem", problem));
        return json;
    }

    private static JsonObjectBuilder statements(Map<Reason, Long> counts) {
        return JSON.createObjectBuilder()
                .add("replica", statements(counts, Route.REPLICA))
                .add("primary", statements(counts, Route.PRIMARY));
    }

    private static JsonObjectBuilder statements(Map<Reason, Long> counts, Route route) {
        JsonObjectBuilder json = JSON.createObjectBuilder();
        for (Reason reason : Reason.values()) {
            if (reason.route() == route && counts.containsKey(reason)) {
                json.add(reason.name(), counts.get(reason));
            }
        }
        return json;
    }
}
