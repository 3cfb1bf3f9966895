package io.tidemark.cdi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class InterceptorBindingExtensionTest {

    private static class Plain {}

    private static class Begins {
        @PostConstruct
        private void begin() {}
    }

    private static class Ends {
        @PreDestroy
        void end() {}
    }

    private static class Inherits extends Begins {}

    private record WithDependencies(DataSource source) {}

    @Test
    void onlyABeanWhoseLifecycleCanReadIsIntercepted() {
        assertTrue(InterceptorBindingExtension.runsCodeInLifecycle(Begins.class));
        assertTrue(InterceptorBindingExtension.runsCodeInLifecycle(Ends.class));
        assertTrue(InterceptorBindingExtension.runsCodeInLifecycle(Inherits.class));
        assertTrue(InterceptorBindingExtension.runsCodeInLifecycle(WithDependencies.class));
        assertFalse(InterceptorBindingExtension.runsCodeInLifecycle(Plain.class));
    }
}
