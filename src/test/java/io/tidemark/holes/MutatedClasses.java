package io.tidemark.holes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Loads the project's classes anew, with at most one of them mutated. Libraries come from the parent, as does
 * {@code io.tidemark.servers}, which does not use the production code and whose servers all runs share.
 */
final class MutatedClasses extends ClassLoader {

    private static final String SHARED = "io.tidemark.servers.";

    private final Optional<Mutation> mutation;

    MutatedClasses(Optional<Mutation> mutation, ClassLoader parent) {
        super(parent);
        this.mutation = mutation;
        mutation.ifPresent(this::check);
    }

    /** Fails early if the mutation does not fit, since a class is loaded only when a test uses it. */
    private void check(Mutation wanted) {
        byte[] unused = wanted.of(original(wanted.method().type()));
    }

    private static boolean isOwn(String name) {
        return (name.startsWith("io.tidemark.") || name.startsWith("com.example.")) && !name.startsWith(SHARED);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] original;
        try {
            original = original(name);
        } catch (BadMutation absent) {
            throw new ClassNotFoundException(name, absent);
        }
        byte[] loaded = mutation.filter(wanted -> wanted.method().type().equals(name))
                .map(wanted -> wanted.of(original))
                .orElse(original);
        return defineClass(name, loaded, 0, loaded.length);
    }

    private byte[] original(String name) {
        String file = name.replace('.', '/') + ".class";
        try (InputStream content = getParent().getResourceAsStream(file)) {
            if (content == null) {
                throw new BadMutation("There is no class " + name + "; expected a class of this project.");
            }
            return content.readAllBytes();
        } catch (IOException unreadable) {
            throw new IllegalStateException(file + " cannot be read", unreadable);
        }
    }
}
