package io.tidemark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processor time of a process and its descendants, including those that have ended.
 *
 * <p>On Linux it comes from {@code /proc}. {@code schedstat} counts nanoseconds and serves for processes with few threads, such
 * as PostgreSQL's. {@code stat} counts in steps of 10 ms, but keeps the time of threads and children that have ended. Elsewhere
 * it comes from {@link ProcessHandle}, without processes that have ended.
 */
final class ProcessorTime {

    private static final Path PROC = Path.of("/proc");
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int FEW_THREADS = 16;

    /** The fields of {@code stat} after the name in parentheses, counted from zero: proc(5) counts from one, with two before. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessorTime() {}

    /** {@return the time since the start of the process} */
    static Duration of(long pid) {
        long nanos = 0;
        for (ProcessHandle each : family(pid)) {
            nanos += Files.exists(PROC.resolve("self/stat")) ? fromProc(each.pid()) : fromHandle(each);
        }
        return Duration.ofNanos(nanos);
    }

    /** {@return the time of a JVM without that of its compilers, which is spent once; with it where {@code /proc} does not exist} */
    static Duration ofRunningCode(long pid) {
        try {
            return of(pid).minus(ofCompilers(pid));
        } catch (IOException ended) {
            throw new UncheckedIOException("The JVM " + pid + " has ended; its log says why", ended);
        }
    }

    /** {@return the time that a JVM's compilers have used so far; zero where {@code /proc} does not exist} */
    static Duration ofCompilers(long pid) throws IOException {
        Path tasks = PROC.resolve(pid + "/task");
        if (!Files.exists(tasks)) {
            return Duration.ZERO;
        }
        long nanos = 0;
        try (Stream<Path> found = Files.list(tasks)) {
            for (Path thread : found.toList()) {
                nanos += ofCompiler(thread);
            }
        }
        return Duration.ofNanos(nanos);
    }

    private static long ofCompiler(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return name.startsWith("C1 Comp") || name.startsWith("C2 Comp") ? scheduled(thread) : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static long scheduled(Path thread) throws IOException {
        return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
    }

    private static List<ProcessHandle> family(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .toList();
    }

    private static long fromHandle(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    private static long fromProc(long pid) {
        Path directory = PROC.resolve(String.valueOf(pid));
        try {
            String stat = Files.readString(directory.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return own(directory, fields) + ticks(fields, CHILDREN_USER) + ticks(fields, CHILDREN_SYSTEM);
        } catch (IOException ended) {
            // Its parent's count of ended children has its time.
            return 0;
        }
    }

    private static long own(Path directory, String[] fields) throws IOException {
        List<Path> threads;
        try (Stream<Path> found = Files.list(directory.resolve("task"))) {
            threads = found.toList();
        }
        if (threads.size() > FEW_THREADS || !Files.exists(directory.resolve("schedstat"))) {
            return ticks(fields, USER) + ticks(fields, SYSTEM);
        }
        long nanos = 0;
        for (Path thread : threads) {
            nanos += scheduled(thread);
        }
        return nanos;
    }

    private static long ticks(String[] fields, int index) {
        return Long.parseLong(fields[index]) * NANOS_PER_TICK;
    }
}
