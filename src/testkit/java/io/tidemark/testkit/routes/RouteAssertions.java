package io.tidemark.testkit.routes;

/** The entry to assertions on routes, for a static import. */
public final class RouteAssertions {

    private RouteAssertions() {}

    /** {@return assertions on the routes} */
    public static RoutesAssert assertThat(Routes routes) {
        return new RoutesAssert(routes);
    }
}
