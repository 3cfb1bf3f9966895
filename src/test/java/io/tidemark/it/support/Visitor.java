package io.tidemark.it.support;

import io.tidemark.it.support.Http.Answer;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.CookieStore;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A browser with one user, which sends forms. */
public final class Visitor {

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final URI root;
    private final Http http;

    public Visitor(URI root) {
        this.root = root;
        this.http = new Http(root, cookies);
    }

    public Answer get(String path) {
        return http.send(http.request("", path).GET());
    }

    public Answer delete(String path) {
        return http.send(http.request("", path).DELETE());
    }

    public Answer post(String path, String form) {
        return send("POST", path, form);
    }

    public Answer put(String path, String form) {
        return send("PUT", path, form);
    }

    public Answer logIn(String name, String password) {
        return post("api/account/login", "name=" + name + "&password=" + password);
    }

    private Answer send(String method, String path, String form) {
        return http.send(http.request("", path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, BodyPublishers.ofString(form.replace(' ', '+'))));
    }

    /** Deletes session cookies and keeps persistent cookies. */
    public void closeBrowser() {
        CookieStore store = cookies.getCookieStore();
        List<HttpCookie> lasting = store.getCookies().stream()
                .filter(cookie -> cookie.getMaxAge() > 0)
                .toList();
        store.removeAll();
        lasting.forEach(cookie -> store.add(root, cookie));
    }

    /** {@return the body of an answer, as a stream} */
    public InputStream stream(String path) throws Exception {
        HttpRequest request = http.request("", path).GET().build();
        return HttpClient.newBuilder()
                .cookieHandler(cookies)
                .build()
                .send(request, BodyHandlers.ofInputStream())
                .body();
    }
}
