package io.tidemark.page;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A refused request as a problem document (RFC 9457). Written without {@code sendError}, whose error page belongs to the
 * application.
 *
 * @param status the HTTP status code
 * @param detail one or two sentences for the user: the error, the expectation and the remedy
 */
record Refusal(int status, String detail) {

    static Refusal of(int status, String detail) {
        return new Refusal(status, detail);
    }

    void writeTo(HttpServletResponse response) throws IOException {
        byte[] body = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("status", status)
                .add("detail", detail)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
