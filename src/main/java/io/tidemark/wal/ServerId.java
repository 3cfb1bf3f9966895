package io.tidemark.wal;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One incarnation of one server. A position belongs to it, and not to the data source of the connection.
 *
 * <p>An incarnation ends when the server is stopped. It also ends when one of its processes is killed: all connections
 * end, and a standby restarts by itself, possibly at an older position. Therefore a live connection always leads to the
 * incarnation for which it was opened, and replay only goes forward within it.
 *
 * @param cluster the cluster of the server
 * @param address the address on which the server listens, as the server reports it; servers behind translated addresses
 *     may share one
 * @param incarnation a text that differs between servers, and between the incarnations of a server; it has no other
 *     meaning
 */
public record ServerId(ClusterId cluster, String address, String incarnation) {

    /** Returns the host and the port of the address, which are not looked up; empty if the server reports none. */
    Optional<InetSocketAddress> endpoint() {
        int colon = address.lastIndexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(InetSocketAddress.createUnresolved(
                        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
    }

    /** Returns a text for logs and operators. */
    @Override
    public String toString() {
        return address;
    }
}
