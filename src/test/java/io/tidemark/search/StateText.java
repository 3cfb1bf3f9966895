package io.tidemark.search;

import io.tidemark.wal.Position;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The state of objects as text. All fields of Tidemark's objects count, except {@link StateFields} says otherwise. An object
 * of an unknown type of the JDK is refused, so that no state is left out by mistake. Times are written as ages, the random
 * names of nodes are replaced, and sets and maps are sorted.
 */
final class StateText {

    private static final int DEEPEST = 60;

    private final StringBuilder text = new StringBuilder(8192);
    private final IdentityHashMap<Object, String> known = new IdentityHashMap<>();
    private final long nanos;
    private final Instant storeTime;
    private final Map<String, String> names;
    private int depth;
    private int unordered;

    /**
     * Creates a writer at these times. It writes times as ages, since only differences matter.
     *
     * @param names the names that replace random ids of nodes
     */
    StateText(long nanos, Instant storeTime, Map<String, String> names) {
        this.nanos = nanos;
        this.storeTime = storeTime;
        this.names = names;
    }

    /** Notes the objects of a node. They are written once, and are references elsewhere. */
    void node(List<Object> objects, String name) {
        objects.forEach(object -> known.put(object, name + known.size()));
    }

    /** Adds these objects. */
    void add(List<?> objects) {
        for (Object object : objects) {
            if (known.containsKey(object)) {
                fieldsOf(object);
            } else {
                write(object);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private void write(@Nullable Object value) {
        if (value == null) {
            text.append("-,");
            return;
        }
        depth++;
        if (depth > DEEPEST) {
            throw new IllegalStateException("A cycle of objects: " + value.getClass());
        }
        if (known.containsKey(value)) {
            text.append('@').append(known.get(value));
        } else if (value instanceof String string) {
            text.append(renamed(string));
        } else if (value instanceof Position position) {
            text.append(position.timeline()).append(':').append(position.lsn().value());
        } else if (value instanceof Long time && WorldTime.isTime(time)) {
            text.append("age ").append(nanos - time);
        } else if (value instanceof Instant time) {
            text.append("age ").append(Duration.between(time, storeTime));
        } else if (isPlain(value)) {
            text.append(value);
        } else if (!container(value)) {
            object(value);
        }
        text.append(',');
        depth--;
    }

    private String renamed(String string) {
        String renamed = string;
        for (Map.Entry<String, String> name : names.entrySet()) {
            renamed = renamed.replace(name.getKey(), name.getValue());
        }
        return renamed;
    }

    private static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum
                || value instanceof Duration
                || value instanceof AtomicBoolean
                || value instanceof AtomicInteger
                || value instanceof AtomicLong
                || value instanceof LongAdder;
    }

    private boolean container(Object value) {
        if (value instanceof Optional<?> optional) {
            write(optional.orElse(null));
        } else if (value instanceof AtomicReference<?> reference) {
            write(reference.get());
        } else if (value instanceof CompletableFuture<?> future) {
            text.append(future.isDone()).append(future.isCompletedExceptionally());
        } else if (value instanceof Map<?, ?> map) {
            sorted(map.entrySet());
        } else if (value instanceof Map.Entry<?, ?> entry) {
            write(entry.getKey());
            write(entry.getValue());
        } else if (value instanceof Set<?> set) {
            sorted(set);
        } else if (value instanceof Collection<?> list) {
            text.append('[');
            list.forEach(this::write);
            text.append(']');
        } else {
            return false;
        }
        return true;
    }

    /** Writes the elements in the order of their texts. */
    private void sorted(Set<?> elements) {
        if (elements.isEmpty()) {
            return;
        }
        int start = text.length();
        unordered++;
        List<String> texts = new ArrayList<>(elements.size());
        for (Object element : elements) {
            write(element);
            texts.add(text.substring(start));
            text.setLength(start);
        }
        unordered--;
        Collections.sort(texts);
        text.append(texts);
    }

    private void object(Object value) {
        Class<?> type = value.getClass();
        text.append(type.isHidden() ? "lambda" : type.getSimpleName());
        if (value instanceof System.Logger || type.isHidden() || type.isSynthetic() || StateFields.isIgnored(type)) {
            return;
        }
        if (!type.getName().startsWith("io.tidemark.")) {
            throw new IllegalStateException("There is no rule for the state of " + type
                    + "; add a rule to StateText, or ignore it in StateFields.");
        }
        if (type.isRecord()) {
            fieldsOf(value);
            return;
        }
        // The next time it is a reference. Elements that are still to be sorted cannot be numbered.
        known.put(value, unordered > 0 ? type.getSimpleName() : String.valueOf(known.size()));
        fieldsOf(value);
        if (unordered > 0) {
            known.remove(value);
        }
    }

    private void fieldsOf(Object value) {
        text.append('{');
        for (Field field : StateFields.of(value.getClass())) {
            if (field.getType().isArray()) {
                array(value, Objects.requireNonNull(StateFields.value(field, value)));
            } else {
                write(StateFields.value(field, value));
            }
        }
        text.append('}');
    }

    /** Writes the elements in use: if the object has a size, only these. */
    private void array(Object owner, Object array) {
        int used = Array.getLength(array);
        for (Field field : StateFields.of(owner.getClass())) {
            used = field.getName().equals("size")
                    ? (int) Objects.requireNonNull(StateFields.value(field, owner))
                    : used;
        }
        for (int i = 0; i < used; i++) {
            write(Array.get(array, i));
        }
    }
}
