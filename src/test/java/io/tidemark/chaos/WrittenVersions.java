package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import io.tidemark.chaos.Violation.Guarantee;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The versions that the writes of a history have made. Not thread-safe. */
final class WrittenVersions {

    private record Version(long object, long version) {}

    private final Map<Version, Operation> acknowledged = new HashMap<>();
    private final Map<String, Operation> byValue = new HashMap<>();
    private final Map<Long, Operation> newest = new HashMap<>();
    private final Map<Long, Long> unknown = new HashMap<>();
    private final Map<Version, Operation> resolved = new HashMap<>();
    private final Map<Long, Operation> ends = new HashMap<>();
    private final List<Operation> byStart;

    WrittenVersions(List<Operation> byStart) {
        this.byStart = byStart;
    }

    void check(List<Operation> operations, List<Violation> found) {
        operations.stream().filter(Operation::isWrite).forEach(write -> learn(write, found));
        for (Operation read : operations) {
            if (!read.isWrite() && read.isOk()) {
                read.seen().forEach(seen -> requireWritten(read, seen, found));
            }
            if (read.kind() == Kind.FINAL_READ && read.isOk()) {
                requireNewest(read, found);
            }
        }
        requireAllStillThere(found);
    }

    private void learn(Operation write, List<Violation> found) {
        Operation same = byValue.putIfAbsent(write.value(), write);
        if (same != null) {
            throw new IllegalArgumentException(
                    "Two writes store the same value: " + same.describe() + "; " + write.describe());
        }
        if (write.outcome() == Outcome.UNKNOWN) {
            unknown.merge(write.object(), 1L, Long::sum);
        }
        for (Seen made : write.seen()) {
            Operation other = acknowledged.putIfAbsent(new Version(made.object(), made.version()), write);
            if (other != null) {
                found.add(new Violation(
                        Guarantee.NO_LOST_WRITE,
                        write.describe() + " has the same version as " + other.describe() + ", so one of them is lost",
                        made.object(),
                        List.of(write, other)));
            }
            newest.merge(made.object(), write, (one, next) -> version(one) >= version(next) ? one : next);
        }
    }

    private static long version(Operation operation) {
        return operation.seen().get(0).version();
    }

    private void requireWritten(Operation read, Seen seen, List<Violation> found) {
        if (LostTimeline.isUnsure(seen)) {
            return;
        }
        Version version = new Version(seen.object(), seen.version());
        Operation source = byValue.get(seen.value());
        Operation known = acknowledged.get(version);
        if (known == null && source != null && source.outcome() == Outcome.UNKNOWN) {
            known = resolved.computeIfAbsent(version, first -> source);
        }
        if (source == null || source.object() != seen.object()) {
            found.add(invented(read, seen, "no write has stored it"));
        } else if (source.outcome() == Outcome.FAILED) {
            found.add(invented(read, seen, "it was rolled back: " + source.describe(), source));
        } else if (!source.equals(known)) {
            found.add(invented(
                    read,
                    seen,
                    "its write is " + source.describe()
                            + (known == null ? "" : ", and this version is of " + known.describe()),
                    source));
        } else if (source.start() > read.end()) {
            found.add(invented(read, seen, "it was stored later: " + source.describe(), source));
        }
    }

    private static Violation invented(Operation read, Seen seen, String why, Operation... others) {
        return new Violation(
                Guarantee.NO_INVENTED_STATE,
                read.describe() + " shows version " + seen.version() + " '" + seen.value() + "' of " + seen.object()
                        + ", but " + why,
                seen.object(),
                Stream.concat(Stream.of(read), Arrays.stream(others)).toList());
    }

    private void requireNewest(Operation read, List<Violation> found) {
        ends.merge(read.object(), read, (one, next) -> finalVersion(one) >= finalVersion(next) ? one : next);
        Operation write = newest.get(read.object());
        if (write != null && finalVersion(read) < version(write)) {
            found.add(new Violation(
                    Guarantee.NO_LOST_WRITE,
                    read.describe() + " at the end shows version " + finalVersion(read) + ", but not the acknowledged "
                            + write.describe(),
                    read.object(),
                    List.of(read, write)));
        }
    }

    private static long finalVersion(Operation read) {
        return read.seenOf(read.object()).map(Seen::version).orElse(-1L);
    }

    /** Each version up to the last one is of an acknowledged write or of one whose outcome is unknown; and none is later. */
    private void requireAllStillThere(List<Violation> found) {
        Set<Version> reported = new HashSet<>();
        for (Operation read : byStart) {
            for (Seen seen : read.isWrite() ? List.<Seen>of() : read.seen()) {
                Operation end = ends.get(seen.object());
                if (end != null
                        && !LostTimeline.isUnsure(seen)
                        && seen.version() > finalVersion(end)
                        && reported.add(new Version(seen.object(), seen.version()))) {
                    found.add(invented(read, seen, "it is gone at the end: " + end.describe(), end));
                }
            }
        }
        ends.forEach((object, end) -> requireExplained(object, end, found));
    }

    private void requireExplained(long object, Operation end, List<Violation> found) {
        long gaps = 0;
        for (long version = 0; version <= finalVersion(end); version++) {
            gaps += acknowledged.containsKey(new Version(object, version)) ? 0 : 1;
        }
        long possible = unknown.getOrDefault(object, 0L);
        if (gaps > possible) {
            found.add(new Violation(
                    Guarantee.NO_INVENTED_STATE,
                    end.describe() + " shows version " + finalVersion(end) + " at the end. " + gaps
                            + " of its versions are of no acknowledged write, but only " + possible
                            + " writes have an unknown outcome",
                    object,
                    List.of(end)));
        }
    }
}
