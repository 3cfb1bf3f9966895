package io.tidemark.load.app;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Chooses the server of a request by a {@link SplitPolicy}: a GET may use the replica, everything else uses the primary. The
 * header {@code Load-Policy} of a request changes the policy for all following ones.
 */
@WebFilter("/*")
public final class SplitFilter implements Filter {

    // Hibernate creates its connection provider itself, so the choice of the request cannot be passed to it.
    private static final ThreadLocal<Boolean> ON_REPLICA = ThreadLocal.withInitial(() -> false);

    private volatile SplitPolicy policy = SplitPolicy.valueOf(ConfigProvider.getConfig()
            .getOptionalValue("load.policy", String.class)
            .orElse("PRIMARY"));

    static boolean isOnReplica() {
        return ON_REPLICA.get();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String changed = http.getHeader("Load-Policy");
        if (changed != null) {
            policy = SplitPolicy.valueOf(changed.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        String user = Optional.ofNullable(http.getUserPrincipal())
                .map(Principal::getName)
                .orElse("");
        boolean reads = http.getMethod().equals("GET");
        ON_REPLICA.set(reads && policy.allowsReplica(user));
        ((HttpServletResponse) response).setHeader("Tidemark-Route", isOnReplica() ? "replica" : "primary");
        try {
            chain.doFilter(request, response);
        } finally {
            ON_REPLICA.remove();
            if (!reads) {
                SplitPolicy.wrote(user);
            }
        }
    }
}
