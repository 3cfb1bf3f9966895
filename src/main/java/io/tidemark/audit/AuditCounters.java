package io.tidemark.audit;

import io.tidemark.AuditResult;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the audited reads of this node by result. Thread-safe. */
public final class AuditCounters {

    private static final int CLASS_LENGTH = 2;

    /** The class of a failure without an SQLState, such as that of an exhausted pool. */
    private static final String NO_CLASS = "none";

    private final Map<AuditResult, LongAdder> results;
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    AuditCounters() {
        Map<AuditResult, LongAdder> counts = new EnumMap<>(AuditResult.class);
        Arrays.stream(AuditResult.values()).forEach(result -> counts.put(result, new LongAdder()));
        this.results = counts;
    }

    void count(AuditResult result) {
        LongAdder counter = results.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    void failed(SQLException failure) {
        count(AuditResult.FAILED);
        failures.computeIfAbsent(classOf(failure.getSQLState()), key -> new LongAdder())
                .increment();
    }

    /** Returns the class of an SQLState: its first two characters. They are few, so that the counts are bounded. */
    private static String classOf(@Nullable String state) {
        return state == null || state.length() < CLASS_LENGTH ? NO_CLASS : state.substring(0, CLASS_LENGTH);
    }

    /** Returns the number of audited reads by result; every result has one. */
    public Map<AuditResult, Long> results() {
        Map<AuditResult, Long> counts = new EnumMap<>(AuditResult.class);
        results.forEach((result, count) -> counts.put(result, count.sum()));
        return counts;
    }

    /** Returns the number of failures on the replica by the class of the SQLState. */
    public SortedMap<String, Long> failures() {
        SortedMap<String, Long> counts = new TreeMap<>();
        failures.forEach((state, count) -> counts.put(state, count.sum()));
        return counts;
    }
}
