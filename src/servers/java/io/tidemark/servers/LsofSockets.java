package io.tidemark.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reads sockets by {@code lsof} on macOS, in its machine-readable format ({@code -F}). Source: lsof(8). */
final class LsofSockets implements OpenPorts.Source {

    private static final int SECONDS_TO_END = 30;

    @Override
    public List<OpenPort> of(List<Long> pids) throws IOException, InterruptedException {
        if (pids.isEmpty()) {
            return List.of();
        }
        String list = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
        // Numeric output; internet sockets of these processes; per file: its number, protocol, name and state.
        Process lsof = new ProcessBuilder("lsof", "-nP", "-a", "-p", list, "-i", "-F", "fPnT")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // The status is ignored: it is 1 even if only one of the processes has no socket.
        String output = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!lsof.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
            lsof.destroyForcibly();
            throw new IOException("lsof does not end");
        }
        return parse(output);
    }

    /** Parses the output. Each file has several lines: {@code f} with its number, then the requested fields. */
    static List<OpenPort> parse(String output) throws IOException {
        List<OpenPort> found = new ArrayList<>();
        for (String file : output.split("(?m)^f", -1)) {
            port(file).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<OpenPort> port(String file) throws IOException {
        String name = field(file, "n");
        boolean listens =
                switch (field(file, "P")) {
                    case "TCP" -> field(file, "TST=").equals("LISTEN");
                    // Bound, but not connected.
                    case "UDP" -> !name.contains("->") && !name.endsWith(":*");
                    default -> false;
                };
        if (!listens) {
            return Optional.empty();
        }
        int colon = name.lastIndexOf(':');
        String address = name.substring(0, colon);
        return Optional.of(new OpenPort(
                OpenPort.Protocol.valueOf(field(file, "P")),
                // Literals only, without a DNS query.
                InetAddress.getByName(address.equals("*") ? "0.0.0.0" : address),
                Integer.parseInt(name.substring(colon + 1))));
    }

    /** {@return the first field with that prefix, or an empty text} */
    private static String field(String file, String prefix) {
        return file.lines()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .map(line -> line.substring(prefix.length()))
                .orElse("");
    }
}
