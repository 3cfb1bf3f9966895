package io.tidemark.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the calls of an application's code that led to the current call. */
final class CallSite {

    private static final int MAX_CALLS = 5;
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final List<String> NOT_OF_THE_APPLICATION =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.junit.", "org.postgresql.");

    private CallSite() {}

    /**
     * {@return at most five calls of classes that are not in a jar, the innermost first, as
     * {@code package.Class.method(File.java:1)}} A build runs the application's own classes from a directory. If there is no
     * such call, all classes outside the JDK count.
     */
    static List<String> current() {
        List<String> ofTheBuild = STACK.walk(frames -> calls(frames, CallSite::isInDirectory));
        return ofTheBuild.isEmpty() ? STACK.walk(frames -> calls(frames, CallSite::isOutsideTheJdk)) : ofTheBuild;
    }

    private static List<String> calls(Stream<StackWalker.StackFrame> frames, Predicate<Class<?>> wanted) {
        return frames.filter(frame -> !frame.getDeclaringClass().getPackage().equals(CallSite.class.getPackage()))
                .filter(frame -> wanted.test(frame.getDeclaringClass()))
                .limit(MAX_CALLS)
                .map(frame -> frame.toStackTraceElement().toString())
                .toList();
    }

    private static boolean isInDirectory(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null
                || source.getLocation() == null
                || !source.getLocation().getProtocol().equals("file")) {
            return false;
        }
        return Files.isDirectory(Path.of(source.getLocation().getPath()));
    }

    private static boolean isOutsideTheJdk(Class<?> type) {
        return NOT_OF_THE_APPLICATION.stream().noneMatch(type.getName()::startsWith);
    }
}
