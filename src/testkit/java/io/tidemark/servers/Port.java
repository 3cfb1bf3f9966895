package io.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on loopback.
 *
 * @param number the port
 * @param use the name of the server that listens there
 * @param property the system property that sets it; empty if it was free when it was chosen
 */
public record Port(int number, String use, String property) {

    private static final int HIGHEST = 65_535;

    // Systems choose ports from 32768 (Linux) or 49152 (macOS). RedisGroup and pom.xml have ranges of their own.
    private static final int LEAST_FREE = 14_000;
    private static final int FREE = 6_000;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final int REFUSED = 1;
    private static final int TO_CONNECT_MILLIS = 500;

    /**
     * Checks ports before the compilation: {@code java Port.java} needs no other class. The arguments are pairs of a system
     * property and the use of its port. Ends with status 1 and a message if a port is taken or invalid.
     */
    @SuppressWarnings("SystemOut") // The output is for the user who started the build.
    public static void main(String[] propertiesAndUses) {
        try {
            for (int i = 0; i < propertiesAndUses.length; i += 2) {
                of(propertiesAndUses[i], propertiesAndUses[i + 1]).requireFree();
            }
        } catch (IllegalStateException | IllegalArgumentException refused) {
            System.out.println(refused.getMessage());
            System.exit(REFUSED);
        }
    }

    /**
     * {@return the port that a system property sets}
     *
     * @throws IllegalArgumentException if the property is not a port
     */
    public static Port of(String property, String use) {
        String text = System.getProperty(property, "");
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= HIGHEST) {
                return new Port(number, use, property);
            }
        }
        throw new IllegalArgumentException(
                "-D" + property + "=" + text + " is not a port for " + use + ": expected 1 to " + HIGHEST);
    }

    /**
     * {@return a port on loopback that is free now} No other call in this JVM returns it. A server can stop and start again on
     * it: the system does not choose such a port for a connection, or for a listener on port 0.
     */
    public static int anyFree() throws IOException {
        IOException taken = new IOException("No free port");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int number = LEAST_FREE + ThreadLocalRandom.current().nextInt(FREE);
            if (!GIVEN.add(number)) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket(number, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException another) {
                taken = another;
            }
        }
        throw taken;
    }

    /** {@return a port on loopback that is free now, like {@link #anyFree()}} */
    public static Port anyFree(String use) throws IOException {
        return new Port(anyFree(), use, "");
    }

    /** {@return the end of a message about this port} */
    String remedy() {
        return property.isEmpty() ? "start again with other ports" : "choose another with -D" + property + "=…";
    }

    /**
     * Checks that the port is free.
     *
     * @throws IllegalStateException if it is not. The message has the port, its use and the property
     */
    public void requireFree() {
        if (answers() || !canListen()) {
            throw new IllegalStateException(
                    "Port " + number + ", for " + use + ", is taken. Stop what listens there, or " + remedy());
        }
    }

    /**
     * {@return whether a server accepts connections} Binding is not a sufficient check: some systems allow a listener on
     * loopback beside a listener on all addresses.
     */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(address(), TO_CONNECT_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private boolean canListen() {
        try (ServerSocket socket = new ServerSocket()) {
            // Without it, lingering connections of an earlier run would block the port for a minute.
            socket.setReuseAddress(true);
            socket.bind(address());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** {@return the HTTP address} */
    URI uri() {
        return URI.create("http://127.0.0.1:" + number + "/");
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
    }
}
