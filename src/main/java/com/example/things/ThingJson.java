package com.example.things;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Formats things as JSON: {@code {"id":1,"color":"orange","version":0}}. */
final class ThingJson {

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private ThingJson() {}

    static JsonObject of(Thing thing) {
        return JSON.createObjectBuilder()
                .add("id", thing.id())
                .add("color", thing.color())
                .add("version", thing.version())
                .build();
    }

    static JsonArray of(List<Thing> things) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        things.forEach(thing -> array.add(of(thing)));
        return array.build();
    }
}
