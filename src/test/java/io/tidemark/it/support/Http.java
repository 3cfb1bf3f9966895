package io.tidemark.it.support;

import io.tidemark.testkit.routes.Routes;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP client of the demo application. Thread-safe. */
public final class Http {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern COLOR = Pattern.compile("\"color\":\"([^\"]*)\"");

    private final HttpClient client;
    private final URI root;

    /**
     * Makes a client of one deployment.
     *
     * @param root the address of the application, with a slash at the end
     */
    public Http(URI root) {
        this(root, new CookieManager(null, CookiePolicy.ACCEPT_NONE));
    }

    /**
     * Makes a client that keeps cookies, as a browser does.
     *
     * @param cookies the store of the cookies
     */
    public Http(URI root, CookieHandler cookies) {
        this.root = root;
        this.client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .cookieHandler(cookies)
                .build();
    }

    /** The parts of an answer that the tests examine. */
    public record Answer(
            int status,
            String body,
            Optional<String> route,
            Optional<String> reason,
            Optional<String> type,
            Optional<String> location,
            Optional<String> challenge,
            Optional<String> position,
            Optional<String> retryAfter,
            Optional<String> timing,
            List<String> cacheControl,
            List<String> cookies) {

        /** {@return the routes of the statements, which the headers must have} */
        public Routes routes() {
            return Routes.ofHeaders(Map.of(
                    "Tidemark-Route", route.stream().toList(),
                    "Tidemark-Reason", reason.stream().toList()));
        }

        public long id() {
            return Long.parseLong(first(ID));
        }

        public String color() {
            return first(COLOR);
        }

        private String first(Pattern pattern) {
            Matcher matcher = pattern.matcher(body);
            if (!matcher.find()) {
                throw new AssertionError("No " + pattern + " in " + status + " " + body);
            }
            return matcher.group(1);
        }
    }

    public Answer get(String user, String path) {
        return send(request(user, path).GET());
    }

    public Answer delete(String user, String path) {
        return send(request(user, path).DELETE());
    }

    public Answer post(String user, String path, String body) {
        return send(json(request(user, path), "POST", body));
    }

    public Answer put(String user, String path, String body) {
        return send(json(request(user, path), "PUT", body));
    }

    public static String color(String color) {
        return "{\"color\":\"" + color + "\"}";
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request, String method, String body) {
        return request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    /** {@return a request of a user whose password equals the name; anonymous if the name is empty} */
    public HttpRequest.Builder request(String user, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(30));
        if (user.isEmpty()) {
            return request;
        }
        String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return request.header("Authorization", "Basic " + credentials);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Tidemark-Route"),
                    answer.headers().firstValue("Tidemark-Reason"),
                    answer.headers().firstValue("Content-Type"),
                    answer.headers().firstValue("Location"),
                    answer.headers().firstValue("WWW-Authenticate"),
                    answer.headers().firstValue("Tidemark-Position"),
                    answer.headers().firstValue("Retry-After"),
                    answer.headers().firstValue("Server-Timing"),
                    answer.headers().allValues("Cache-Control"),
                    answer.headers().allValues("Set-Cookie"));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
