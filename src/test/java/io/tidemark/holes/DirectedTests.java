package io.tidemark.holes;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs single test methods with JUnit's launcher, on classes that are loaded for each mutation anew. For one thread. */
final class DirectedTests {

    private static final LauncherConfig PLAIN = LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    private final Duration limit;
    private final ClassLoader classes = classes(Optional.empty());
    private final Map<MethodName, Outcome> unmutated = new HashMap<>();

    /** @param limit the time within which each test must end */
    DirectedTests(Duration limit) {
        this.limit = limit;
    }

    Verdict verdict(Hole hole) {
        return Verdict.of(hole, this);
    }

    /** {@return the outcome with the production code as it is} Each test runs once. */
    Outcome unmutated(MethodName test) {
        return unmutated.computeIfAbsent(test, one -> run(one, classes));
    }

    Outcome mutated(MethodName test, Mutation mutation) {
        return run(test, classes(Optional.of(mutation)));
    }

    private static ClassLoader classes(Optional<Mutation> mutation) {
        return new MutatedClasses(mutation, DirectedTests.class.getClassLoader());
    }

    private Outcome run(MethodName test, ClassLoader loaded) {
        FutureTask<Outcome> run = new FutureTask<>(() -> runHere(test, loaded));
        Thread thread = new Thread(run, "mutation");
        thread.start();
        try {
            return run.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BadMutation bad) {
                throw bad;
            }
            throw new IllegalStateException(test + " could not be run", failed.getCause());
        } catch (TimeoutException endless) {
            thread.interrupt();
            return Outcome.endless(limit);
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(test + " was interrupted", interrupted);
        }
    }

    private static Outcome runHere(MethodName test, ClassLoader loaded) {
        Thread.currentThread().setContextClassLoader(loaded);
        return outcome(LauncherFactory.create(PLAIN), test, loaded);
    }

    /** {@return the outcome of a test with the classes of a loader} */
    static Outcome outcome(Launcher launcher, MethodName test, ClassLoader loaded) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        launcher.execute(request(test, loaded), listener);
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsFoundCount() == 0 && summary.getFailures().isEmpty()) {
            throw new BadMutation("JUnit found no test in " + test + "; expected a method with @Test.");
        }
        return Outcome.of(summary.getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .toList());
    }

    private static LauncherDiscoveryRequest request(MethodName test, ClassLoader classes) {
        Class<?> type;
        try {
            type = classes.loadClass(test.type());
        } catch (ClassNotFoundException absent) {
            BadMutation bad = new BadMutation(
                    "There is no test class " + test.type() + "; expected the class of the directed test.");
            bad.initCause(absent);
            throw bad;
        }
        Method method = methods(type)
                .filter(one -> one.getName().equals(test.method()))
                .filter(one -> AnnotationSupport.isAnnotated(one, Testable.class))
                .findFirst()
                .orElseThrow(() -> new BadMutation("The class " + test.type() + " has no test '" + test.method()
                        + "'; expected a method with @Test."));
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(type, method))
                .build();
    }

    private static Stream<Method> methods(Class<?> type) {
        Stream<Method> declared = Arrays.stream(type.getDeclaredMethods());
        Stream<Method> inherited =
                Optional.<Class<?>>ofNullable(type.getSuperclass()).stream().flatMap(DirectedTests::methods);
        return Stream.concat(Stream.concat(declared, inherited), Arrays.stream(type.getMethods()));
    }
}
