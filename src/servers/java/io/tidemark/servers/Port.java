package io.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/**
 * A port on loopback.
 *
 * @param number the port
 * @param use what listens there
 * @param property the system property that chooses it
 */
public record Port(int number, String use, String property) {

    private static final int HIGHEST = 65_535;
    private static final int REFUSED = 1;
    private static final int TO_CONNECT_MILLIS = 500;

    /**
     * Checks ports before anything is compiled: {@code java Port.java}, which needs no other class, with pairs of a system
     * property and what its port is for. Ends with status 1 and a sentence if one is taken or is no port.
     */
    @SuppressWarnings("SystemOut") // Its output is for the person who started the build.
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
     * The port that a system property chooses.
     *
     * @throws IllegalArgumentException if the property holds anything but a port
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

    /** The number of a port on loopback that nobody uses now. */
    static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Checks that nothing listens there.
     *
     * @throws IllegalStateException that names the port, its use and the property, if something does
     */
    public void requireFree() {
        if (answers() || !canListen()) {
            throw new IllegalStateException("Port " + number + ", for " + use
                    + ", is taken. Stop what listens there, or choose another with -D" + property + "=…");
        }
    }

    /** A system may let one listen on loopback beside another on all addresses; then only connecting tells. */
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
            // Else connections of an earlier run that linger would keep the port for a minute.
            socket.setReuseAddress(true);
            socket.bind(address());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** What listens there, by HTTP. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + number + "/");
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
    }
}
