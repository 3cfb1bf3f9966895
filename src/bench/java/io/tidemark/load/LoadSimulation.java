package io.tidemark.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.forever;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Scanner;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gatling's users, which send requests in a closed loop while a {@link Phase} runs. {@link Generator} starts the process, sends
 * the phases to its standard input, and reads the {@link Tally} of each from its standard output.
 *
 * <p>One process serves all phases, so that a phase meets a generator that is warm. Each of Gatling's users has its own
 * connection and its own share of the application's users. So no two requests change the same thing at once.
 */
public final class LoadSimulation extends Simulation {

    /** The beginning of a line for the generator. */
    static final String MARK = "load> ";

    static final String CONNECTIONS = "load.connections";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final int ONE_WRITE_IN = 10;

    private final int connections = Integer.getInteger(CONNECTIONS);
    private final Phases phases = new Phases();

    public LoadSimulation() {
        setUp(scenario("closed loop")
                        .exec(forever()
                                .on(doIfOrElse(phases::enter)
                                        .then(exec(this::next), request(), exec(phases::leave), think())
                                        .orElse(pause(BETWEEN_LOOKS))))
                        .injectOpen(atOnceUsers(connections)))
                // Any cookie would be one of the user before.
                .protocols(http.acceptHeader("application/json").disableCaching());
    }

    @Override
    public void before() {
        Thread control = new Thread(this::control, "control");
        control.setDaemon(true);
        control.start();
    }

    /** Obeys the standard input. Its end ends the process, so that no generator outlives the benchmark. */
    private void control() {
        say("ready");
        try (Scanner orders = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (orders.hasNextLine()) {
                String order = orders.nextLine();
                if (order.equals("stop")) {
                    say(phases.stop().toLine());
                } else if (order.equals("count")) {
                    phases.count();
                } else {
                    phases.start(Phase.ofLine(order));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    @SuppressWarnings("SystemOut") // The generator reads it.
    private static void say(String line) {
        System.out.println(MARK + line);
        System.out.flush();
    }

    /** Chooses the next request of a session. */
    private Session next(Session session) {
        Phase phase = phases.current();
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean redirected = session.contains("redirected") && session.getBoolean("redirected");
        int mine = (int) ((session.userId() - 1) % connections);
        int share = Math.max(1, Kind.USERS / connections);
        int user = phase.kind() == Kind.SESSION
                ? mine % phase.users()
                : (mine + connections * random.nextInt(share)) % phase.users();
        boolean writes =
                switch (phase.kind()) {
                    case ANONYMOUS, USER, LIST -> false;
                    case WRITE -> true;
                    case MIX, SESSION -> !redirected && random.nextInt(ONE_WRITE_IN) == 0;
                };
        String path = phase.kind() == Kind.LIST ? "things?limit=20" : "things/" + (Kind.FIRST_ID + user);
        return session.set("url", phase.application() + path)
                .set("user", user)
                .set("authorization", phase.kind() == Kind.ANONYMOUS ? "" : basic("user-" + user))
                .set("writes", writes)
                .set("redirected", writes && phase.kind() == Kind.SESSION)
                .set(
                        "think",
                        phase.kind() == Kind.SESSION && !writes ? random.nextLong(2L * phase.thinkMillis() + 1) : 0L)
                .set("expected", phases.acknowledged(user))
                .set("color", "color-" + random.nextInt(1_000_000))
                .remove("version")
                .remove("route")
                .remove("reason")
                .set("begun", System.nanoTime());
    }

    private static String basic(String name) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + name).getBytes(StandardCharsets.UTF_8));
    }

    private static ChainBuilder request() {
        return doIfOrElse(session -> session.getBoolean("writes"))
                .then(exec(http("write")
                        .put("#{url}")
                        .header("Authorization", "#{authorization}")
                        .header("Content-Type", "application/json")
                        .body(StringBody("{\"color\":\"#{color}\"}"))
                        .check(status().is(200), jsonPath("$.version").ofInt().saveAs("version"))))
                .orElse(doIfOrElse(
                                session -> session.<String>get("authorization").isEmpty())
                        .then(exec(http("anonymous").get("#{url}").check(status().is(200))))
                        .orElse(doIfOrElse(session -> session.<String>get("url").contains("?"))
                                .then(exec(http("list")
                                        .get("#{url}")
                                        .header("Authorization", "#{authorization}")
                                        .check(status().is(200))))
                                .orElse(exec(http("read")
                                        .get("#{url}")
                                        .header("Authorization", "#{authorization}")
                                        .check(
                                                status().is(200),
                                                jsonPath("$.version").ofInt().saveAs("version"),
                                                header("Tidemark-Route")
                                                        .optional()
                                                        .saveAs("route"),
                                                header("Tidemark-Reason")
                                                        .optional()
                                                        .saveAs("reason"))))));
    }

    /** Pauses as a person does, but not between a write and the read that follows the redirect. */
    private ChainBuilder think() {
        return doIf(session -> session.getLong("think") > 0)
                .then(pause(session -> Duration.ofMillis(session.getLong("think"))));
    }
}
