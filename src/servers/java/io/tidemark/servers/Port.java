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
 * @param use the name of the server that listens there
 * @param property the system property that sets it
 */
public record Port(int number, String use, String property) {

    private static final int HIGHEST = 65_535;
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

    /** {@return a port on loopback that is free now} */
    static int anyFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Checks that the port is free.
     *
     * @throws IllegalStateException if it is not. The message has the port, its use and the property
     */
    public void requireFree() {
        if (answers() || !canListen()) {
            throw new IllegalStateException("Port " + number + ", for " + use
                    + ", is taken. Stop what listens there, or choose another with -D" + property + "=…");
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
