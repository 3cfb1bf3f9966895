package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The open ports of a tree of processes, as the operating system shows them. */
public record OpenPorts(List<OpenPort> all) {

    private static final Path LINUX = Path.of("/proc/net/tcp");

    /** Reads the operating system's table of sockets. */
    interface Source {
        List<OpenPort> of(List<Long> pids) throws IOException, InterruptedException;
    }

    /** {@return the ports of all descendants of this JVM, which are the running servers of its tests} */
    public static OpenPorts ofDescendants() throws IOException, InterruptedException {
        return of(ProcessHandle.current().descendants());
    }

    /** {@return the ports of a process and its descendants} */
    public static OpenPorts ofTree(ProcessHandle root) throws IOException, InterruptedException {
        return of(Stream.concat(Stream.of(root), root.descendants()));
    }

    private static OpenPorts of(Stream<ProcessHandle> processes) throws IOException, InterruptedException {
        Source source = Files.exists(LINUX) ? new ProcSockets(Path.of("/proc")) : new LsofSockets();
        List<OpenPort> found = source.of(processes.map(ProcessHandle::pid).toList()).stream()
                .distinct()
                .sorted(Comparator.comparing(OpenPort::toString))
                .toList();
        return new OpenPorts(found);
    }

    /** {@return the ports that other machines can reach} */
    public List<OpenPort> beyondLoopback() {
        return all.stream().filter(port -> !port.isLoopback()).toList();
    }

    /** {@return the numbers of the TCP ports} */
    public Set<Integer> tcp() {
        return all.stream()
                .filter(port -> port.protocol() == OpenPort.Protocol.TCP)
                .map(OpenPort::port)
                .collect(Collectors.toSet());
    }
}
