package io.tidemark.demo;

import io.tidemark.servers.Logins;
import io.tidemark.servers.Ports;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text that the demo prints when it is ready.
 *
 * @param operatorPassword the password of the operator, who may see the status page
 * @param environment the environment of the application
 * @param logs the directory of the logs
 * @param passwordFile the file with the superuser's password
 */
record Banner(
        Ports ports,
        Logins logins,
        String operatorPassword,
        Map<String, String> environment,
        Path logs,
        Path passwordFile) {

    private static final String TEXT =
            """

            Open this page first:        http://localhost:${http}/tidemark/   (user operator, password ${operator})
            Things, routed by Tidemark:  http://localhost:${http}/things   (users alice/${alice} and bob/${bob})
                      current status:    http://localhost:${http}/tidemark/status
                      primary, replica:  localhost:${primary} and :${replica}, database tidemark
            ${second}          superuser:         ${superuser}, password ${password}, also in ${passwordFile}
                      Redis, logs:       localhost:${redis}, password ${redisPassword}, and ${logs}

            Try this in another terminal. The responses have the headers Tidemark-Route and Tidemark-Reason.

            1. Alice creates a thing and changes it. The change reads three times on a replica, then goes to the primary.
                 curl -i -u alice:${alice} -H 'Content-Type: application/json' -d '{"color":"orange"}' http://localhost:${http}/things
                 curl -i -u alice:${alice} -H 'Content-Type: application/json' -X PUT -d '{"color":"blue"}' http://localhost:${http}/things/1
            2. Pause replay: type ${pause} here. Alice writes, and reads her change from the primary. Bob reads the old
               color from a replica. After ${resume}, alice reads from a replica again.
                 curl -i -u alice:${alice} -H 'Content-Type: application/json' -X PUT -d '{"color":"green"}' http://localhost:${http}/things/1
                 curl -i -u alice:${alice} http://localhost:${http}/things/1
                 curl -i -u bob:${bob} http://localhost:${http}/things/1
            3. While replay is paused, bob changes the old version. That is a conflict (409), and is rolled back. Bob's next
               read goes to the primary, so that he gets the newer version.
                 curl -i -u bob:${bob} -H 'Content-Type: application/json' -X PUT -d '{"color":"red"}' http://localhost:${http}/things/1
                 curl -i -u bob:${bob} http://localhost:${http}/things/1

            Keys, each with Enter: p pauses replay, r resumes it,${keys} q quits (as does Ctrl-C). Or with any SQL client on the
            replica: SELECT pg_wal_replay_pause(), SELECT pg_wal_replay_resume().
            For your own application: "d shop" creates a database, a user and a password with that name.
            """;

    private String second() {
        return ports.replicas().stream()
                .skip(1)
                .map(port -> "          second replica:    localhost:" + port.number() + "\n")
                .collect(Collectors.joining());
    }

    String text() {
        boolean two = ports.replicas().size() > 1;
        return TEXT.replace("${second}", second())
                .replace("${pause}", two ? "p and Enter, then p2 and Enter" : "p and Enter")
                .replace("${resume}", two ? "r and r2, each with Enter" : "r and Enter")
                .replace("${keys}", two ? " p2 and r2 do so on the second replica," : "")
                .replace("${http}", String.valueOf(ports.http().number()))
                .replace("${primary}", String.valueOf(ports.primary().number()))
                .replace("${replica}", String.valueOf(ports.replica().number()))
                .replace("${redis}", String.valueOf(ports.redis().number()))
                .replace("${superuser}", logins.superuser().user())
                .replace("${redisPassword}", logins.redisPassword())
                .replace("${alice}", environment.getOrDefault("THINGS_ALICE_PASSWORD", "alice"))
                .replace("${bob}", environment.getOrDefault("THINGS_BOB_PASSWORD", "bob"))
                .replace("${operator}", operatorPassword)
                .replace("${passwordFile}", passwordFile.toString())
                .replace("${password}", logins.superuser().password())
                .replace("${logs}", logs.toString());
    }
}
