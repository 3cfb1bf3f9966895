package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPortsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Text of lsof 4.91, as macOS has it; with a connection and with a datagram socket that is not bound. */
    private static final String LSOF =
            """
            p4711
            f51
            PTCP
            n*:5701
            TST=LISTEN
            f52
            PTCP
            n127.0.0.1:8080
            TST=LISTEN
            f53
            PTCP
            n127.0.0.1:8080->127.0.0.1:50123
            TST=ESTABLISHED
            p4712
            f7
            PTCP
            n[::1]:54320
            TST=LISTEN
            f8
            PUDP
            n*:54327
            f9
            PUDP
            n*:*
            f10
            PUDP
            n[::1]:50124->[::1]:50124
            """;

    private static OpenPorts ofThisJvm() throws Exception {
        return OpenPorts.ofTree(ProcessHandle.current());
    }

    private static List<OpenPort> withNumber(OpenPorts ports, int number) {
        return ports.all().stream().filter(port -> port.port() == number).toList();
    }

    @Test
    void aServerOnLoopbackIsSeenAsSuch() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            List<OpenPort> found = withNumber(ofThisJvm(), server.getLocalPort());
            assertEquals(List.of(new OpenPort(OpenPort.Protocol.TCP, LOOPBACK, server.getLocalPort())), found);
            assertTrue(found.get(0).isLoopback());
        }
    }

    @Test
    void aServerOnAllAddressesIsSeenAsSuch() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            List<OpenPort> found = withNumber(ofThisJvm(), server.getLocalPort());
            assertEquals(1, found.size(), found.toString());
            assertFalse(found.get(0).isLoopback(), found.toString());
            assertTrue(ofThisJvm().beyondLoopback().containsAll(found));
        }
    }

    @Test
    void aReceiverOfDatagramsIsSeen() throws Exception {
        try (DatagramSocket own = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
                MulticastSocket all = new MulticastSocket(0)) {
            OpenPorts ports = ofThisJvm();
            assertEquals(
                    List.of(new OpenPort(OpenPort.Protocol.UDP, LOOPBACK, own.getLocalPort())),
                    withNumber(ports, own.getLocalPort()));
            assertEquals(
                    1,
                    ports.beyondLoopback().stream()
                            .filter(port -> port.protocol() == OpenPort.Protocol.UDP)
                            .filter(port -> port.port() == all.getLocalPort())
                            .count());
        }
    }

    @Test
    void aConnectionIsNoOpenPort() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, server.getLocalPort());
                Socket accepted = server.accept()) {
            OpenPorts ports = ofThisJvm();
            assertEquals(List.of(), withNumber(ports, client.getLocalPort()));
            assertEquals(1, withNumber(ports, accepted.getLocalPort()).size());
        }
    }

    @Test
    void theOutputOfLsofIsUnderstood() throws IOException {
        assertEquals(
                List.of(
                        port(OpenPort.Protocol.TCP, "0.0.0.0", 5701),
                        port(OpenPort.Protocol.TCP, "127.0.0.1", 8080),
                        port(OpenPort.Protocol.TCP, "::1", 54_320),
                        port(OpenPort.Protocol.UDP, "0.0.0.0", 54_327)),
                LsofSockets.parse(LSOF));
    }

    private static OpenPort port(OpenPort.Protocol protocol, String address, int number) throws UnknownHostException {
        return new OpenPort(protocol, InetAddress.getByName(address), number);
    }
}
