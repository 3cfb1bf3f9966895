package io.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads sockets from {@code /proc/net/tcp} and {@code /proc/[pid]/fd} on Linux. Source: proc(5). */
record ProcSockets(Path proc) implements OpenPorts.Source {

    private static final String TCP_LISTEN = "0A";
    /** The state of a UDP socket that is bound and not connected. UDP borrows the states of TCP. */
    private static final String UDP_UNCONNECTED = "07";

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    @Override
    public List<OpenPort> of(List<Long> pids) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (long pid : pids) {
            inodes.addAll(inodes(pid));
        }
        List<OpenPort> found = new ArrayList<>();
        for (String family : List.of("", "6")) {
            found.addAll(table("tcp" + family, OpenPort.Protocol.TCP, TCP_LISTEN, inodes));
            found.addAll(table("udp" + family, OpenPort.Protocol.UDP, UDP_UNCONNECTED, inodes));
        }
        return found;
    }

    /** {@return the inodes of a process's sockets; empty if the process has ended} */
    private Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors =
                Files.list(proc.resolve(String.valueOf(pid)).resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (NoSuchFileException ended) {
            return Set.of();
        }
        return inodes;
    }

    /** {@return the target of a descriptor, or an empty text if it was closed meanwhile} */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closed) {
            return "";
        }
    }

    private List<OpenPort> table(String name, OpenPort.Protocol protocol, String state, Set<String> inodes)
            throws IOException {
        Path table = proc.resolve("net").resolve(name);
        if (!Files.exists(table)) {
            // A kernel without IPv6.
            return List.of();
        }
        List<OpenPort> found = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length > INODE && columns[STATE].equals(state) && inodes.contains(columns[INODE])) {
                found.add(port(protocol, columns[LOCAL_ADDRESS]));
            }
        }
        return found;
    }

    /** Parses an address. The kernel prints each 32-bit word of it in the machine's byte order. */
    private static OpenPort port(OpenPort.Protocol protocol, String text) throws IOException {
        int colon = text.indexOf(':');
        byte[] printed = HexFormat.of().parseHex(text.substring(0, colon));
        byte[] address = printed.clone();
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < printed.length; i++) {
                address[i] = printed[i ^ 3];
            }
        }
        return new OpenPort(
                protocol, InetAddress.getByAddress(address), Integer.parseInt(text.substring(colon + 1), 16));
    }
}
