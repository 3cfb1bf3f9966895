package io.tidemark.page;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * A message of an event stream, formatted once for all pages.
 *
 * @param octets must not be changed
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Identity is enough: messages are only sent.
record Message(byte[] octets) {

    /**
     * Formats a message.
     *
     * @param name the name of the event
     * @param number the number of the second
     */
    static Message of(String name, long number, JsonObject json) {
        // JSON of this API has no line breaks, which would end the message.
        return new Message(
                ("event: " + name + "\nid: " + number + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
