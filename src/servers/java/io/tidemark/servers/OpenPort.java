package io.tidemark.servers;

import java.net.InetAddress;

/**
 * A socket on which a process accepts TCP connections or receives UDP datagrams.
 *
 * @param address the local address that it is bound to; the wildcard address for all
 */
public record OpenPort(Protocol protocol, InetAddress address, int port) {

    /** The protocol of the socket; multicast is UDP. */
    public enum Protocol {
        TCP,
        UDP
    }

    /** {@return whether only this machine can reach the port} */
    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    @Override
    public String toString() {
        return protocol + " " + address.getHostAddress() + " port " + port;
    }
}
