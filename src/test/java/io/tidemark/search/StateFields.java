package io.tidemark.search;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of Tidemark's types that are part of the state. */
final class StateFields {

    /** Types whose objects only affect logs, have no state between steps, never change, or are written elsewhere. */
    private static final Set<String> IGNORED = Set.of(
            "StateLog",
            "ReplicaLog",
            "ReentrantLock",
            "CountDownLatch",
            "ThreadLocal",
            "RouteCounters",
            "ShadowCounters",
            "WaitCounters",
            "ReplicaDecisions",
            "Candidate",
            "StoreSettings",
            "PendingSettings",
            "RouterSettings",
            "Telemetry",
            "OverNetwork",
            "Source",
            "WorldTime");

    /**
     * Fields without effect: a statistic of the fake, a floor and a reason that are only shown, a time that is before each
     * later poll, and the time of the last read on a node that is polled at all times.
     */
    private static final Set<String> IGNORED_FIELDS = Set.of(
            "FakeMarkStore.calls",
            "GuardedStore.lastFloor",
            "Quarantine.cause",
            "ReplicaWatch.suspectedAt",
            "Traffic.last");

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return fields(type).toArray(new Field[0]);
        }
    };

    private static List<Field> fields(Class<?> type) {
        List<Field> found = new ArrayList<>();
        for (Class<?> at = type; at != null && at.getName().startsWith("io.tidemark."); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                String name = at.getSimpleName() + "." + field.getName();
                if (!Modifier.isStatic(field.getModifiers())
                        && !IGNORED_FIELDS.contains(name)
                        && !IGNORED.contains(field.getType().getSimpleName())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }

    private StateFields() {}

    /** Returns the fields of a type and its supertypes. */
    static Field[] of(Class<?> type) {
        return FIELDS.get(type);
    }

    /** Whether objects of the type are no part of the state. */
    static boolean isIgnored(Class<?> type) {
        return IGNORED.contains(type.getSimpleName());
    }

    /** Returns the value of a field. */
    static @Nullable Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
