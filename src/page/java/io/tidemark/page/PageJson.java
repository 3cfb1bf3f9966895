package io.tidemark.page;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.Status;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Formats the messages of the page as JSON. Unknown values are omitted. */
final class PageJson {

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private PageJson() {}

    /** Formats the past, which a page receives once. */
    static JsonObject history(List<Sample> samples, List<LoggedEvent> events, List<ShownDecision> decisions) {
        return JSON.createObjectBuilder()
                .add("samples", array(samples, PageJson::sample))
                .add("events", array(events, PageJson::event))
                .add("decisions", array(decisions, PageJson::decision))
                .build();
    }

    /**
     * Formats one second.
     *
     * @param minute the statements of the last minute, by reason
     */
    static JsonObject second(
            Snapshot now,
            Sample sample,
            Map<Reason, Long> minute,
            List<Advice> advice,
            List<LoggedEvent> events,
            List<ShownDecision> decisions) {
        Verdict verdict = Verdict.of(now);
        Status status = now.status();
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("sample", sample(sample))
                .add("verdict", verdict.sentence())
                .add("level", verdict.level().name().toLowerCase(Locale.ROOT))
                .add("routing", status.routing())
                .add("shadow", now.isShadow())
                .add("share", now.share())
                .add("primary", primary(status.primary()))
                .add("replicas", array(status.replicas(), PageJson::replica))
                .add("reasons", reasons(minute))
                .add("advice", array(advice, PageJson::advice))
                .add("events", array(events, PageJson::event))
                .add("decisions", array(decisions, PageJson::decision));
        status.store().ifPresent(store -> json.add("store", store(store)));
        return json.build();
    }

    private static <T> JsonArrayBuilder array(List<T> elements, Function<T, JsonObjectBuilder> format) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        elements.forEach(element -> array.add(format.apply(element)));
        return array;
    }

    private static void add(JsonObjectBuilder json, String name, Optional<String> value) {
        value.ifPresent(known -> json.add(name, known));
    }

    private static JsonObjectBuilder sample(Sample sample) {
        JsonObjectBuilder lag = JSON.createObjectBuilder();
        sample.lagMillis().forEach(lag::add);
        return JSON.createObjectBuilder()
                .add("time", sample.millis())
                .add("lag", lag)
                .add("replica", sample.statements(Route.REPLICA))
                .add("primary", sample.statements(Route.PRIMARY))
                .add("waits", sample.waits())
                .add("waitMillis", sample.waitMillis());
    }

    private static JsonObjectBuilder primary(Status.Primary primary) {
        JsonObjectBuilder json = JSON.createObjectBuilder().add("ready", primary.ready());
        add(json, "position", primary.position());
        primary.timeline().ifPresent(timeline -> json.add("timeline", timeline));
        add(json, "problem", primary.problem());
        return json;
    }

    private static JsonObjectBuilder replica(Status.Replica replica) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("name", replica.name())
                .add("eligible", replica.eligible())
                .add("drained", replica.drained())
                .add("quarantined", replica.quarantined())
                .add("inFlight", replica.inFlight());
        add(json, "position", replica.position());
        Snapshot.lagMillis(replica).ifPresent(millis -> json.add("lagMillis", millis));
        replica.lagBytes().ifPresent(bytes -> json.add("lagBytes", bytes));
        add(json, "problem", replica.problem().map(problem -> Snapshot.problem(replica)));
        return json;
    }

    private static JsonObjectBuilder store(Status.Store store) {
        JsonObjectBuilder json =
                JSON.createObjectBuilder().add("reachable", store.reachable()).add("owed", store.owed());
        add(json, "floor", store.floor());
        add(json, "problem", store.problem());
        return json;
    }

    private static JsonArrayBuilder reasons(Map<Reason, Long> minute) {
        JsonArrayBuilder reasons = JSON.createArrayBuilder();
        minute.forEach((reason, count) -> reasons.add(JSON.createObjectBuilder()
                .add("reason", reason.name())
                .add("route", route(reason))
                .add("words", ReasonWords.of(reason))
                .add("count", count)));
        return reasons;
    }

    private static String route(Reason reason) {
        return reason.route() == Route.REPLICA ? "replica" : "primary";
    }

    private static JsonObjectBuilder advice(Advice advice) {
        return JSON.createObjectBuilder().add("problem", advice.problem()).add("remedy", advice.remedy());
    }

    private static JsonObjectBuilder event(LoggedEvent event) {
        return JSON.createObjectBuilder()
                .add("time", event.time().toEpochMilli())
                .add("text", event.text());
    }

    private static JsonObjectBuilder decision(ShownDecision decision) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("time", decision.time().toEpochMilli())
                .add("reason", decision.reason().name())
                .add("route", route(decision.reason()))
                .add("server", decision.server())
                .add("kind", decision.kind())
                .add("why", decision.why());
        add(json, "required", decision.required());
        add(json, "replayed", decision.replayed());
        add(json, "text", decision.text());
        return json;
    }
}
