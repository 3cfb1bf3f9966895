package com.example.things;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code {"color":"orange"}} and rejects every other structure. JSON-B would ignore unknown properties and accept a
 * number as a string.
 *
 * <p>The body must be UTF-8 (RFC 8259, section 8.1). {@link BodyLimit} limits its size.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class ColorReader implements MessageBodyReader<Color> {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Color.class;
    }

    @Override
    public Color readFrom(
            Class<Color> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readAllBytes();
        try {
            return parse(bytes);
        } catch (IllegalArgumentException refused) {
            throw Problem.of(BAD_REQUEST, String.valueOf(refused.getMessage())).toException();
        }
    }

    /**
     * Parses a request body.
     *
     * @throws IllegalArgumentException if the body has another structure. The message may be shown to the client
     */
    static Color parse(byte[] body) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(decode(body)))) {
            return parse(parser);
        } catch (JsonException notJson) {
            throw new IllegalArgumentException("The body is not JSON.", notJson);
        }
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("The body is not UTF-8.", malformed);
        }
    }

    private static Color parse(JsonParser parser) {
        if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
            throw new IllegalArgumentException("The body must be a JSON object.");
        }
        Optional<String> color = Optional.empty();
        while (parser.next() == Event.KEY_NAME) {
            if (!parser.getString().equals("color")) {
                throw new IllegalArgumentException("The only property is 'color'.");
            }
            if (color.isPresent()) {
                throw new IllegalArgumentException("'color' is there twice.");
            }
            if (parser.next() != Event.VALUE_STRING) {
                throw new IllegalArgumentException("'color' must be a string.");
            }
            color = Optional.of(parser.getString());
        }
        requireEnd(parser);
        return new Color(color.orElseThrow(() -> new IllegalArgumentException("'color' is missing.")));
    }

    /** Rejects text after the object, at whose end the parser would stop. */
    private static void requireEnd(JsonParser parser) {
        if (parser.hasNext()) {
            throw new IllegalArgumentException("The body goes on after the object.");
        }
    }
}
