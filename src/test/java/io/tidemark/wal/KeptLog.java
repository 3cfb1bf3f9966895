package io.tidemark.wal;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A logger that keeps its lines, each with its level. */
public final class KeptLog implements System.Logger {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** {@return the lines so far, in order} */
    public List<String> lines() {
        return lines;
    }

    @Override
    public String getName() {
        return "kept";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        lines.add(level + " " + message);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... parameters) {
        lines.add(level + " " + (parameters == null ? format : MessageFormat.format(format, parameters)));
    }
}
