package io.tidemark.telemetry;

import jakarta.enterprise.inject.Instance;
import java.lang.reflect.Proxy;
import java.util.List;

/** The beans of a type that CDI finds, for tests without CDI. */
public final class FoundBeans {

    private FoundBeans() {}

    /** {@return these beans, of which code may ask the number and use the only one} */
    @SuppressWarnings("unchecked") // A proxy has no type argument.
    public static <B> Instance<B> of(List<B> found) {
        return (Instance<B>) Proxy.newProxyInstance(
                Instance.class.getClassLoader(),
                new Class<?>[] {Instance.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "isAmbiguous" -> found.size() > 1;
                    case "isResolvable" -> found.size() == 1;
                    case "get" -> found.get(0);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
