package io.tidemark.it.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The result of a test class that JUnit ran within a test. */
record Launched(long passed, long aborted, List<Throwable> failures) {

    private static final LauncherConfig PLAIN = LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    static Launched run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(PLAIN)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        List<Throwable> failures = new ArrayList<>();
        summary.getFailures().forEach(failure -> failures.add(failure.getException()));
        return new Launched(summary.getTestsSucceededCount(), summary.getTestsAbortedCount(), failures);
    }

    /** Asserts that all tests passed. */
    void assertPassed(int tests) {
        assertEquals(new Launched(tests, 0, List.of()), this);
    }

    /** {@return the failure of the only test} */
    Throwable failure() {
        assertEquals(1, failures.size(), failures.toString());
        return failures.get(0);
    }
}
