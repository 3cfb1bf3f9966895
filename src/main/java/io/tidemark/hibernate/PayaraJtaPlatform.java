package io.tidemark.hibernate;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.hibernate.engine.transaction.jta.platform.internal.SunOneJtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider;
import org.jspecify.annotations.Nullable;

/**
 * Tells Hibernate where Payara and GlassFish keep their transaction manager, which it does not find out by itself. Other
 * servers tell it themselves, and get no answer from here. A service.
 */
public final class PayaraJtaPlatform implements JtaPlatformProvider {

    // Wiring has its look-ups in one package; this one is made by Hibernate before any wiring exists.
    @SuppressWarnings("BanJNDI")
    @Override
    public @Nullable JtaPlatform getProvidedJtaPlatform() {
        try {
            new InitialContext().lookup(SunOneJtaPlatform.TM_NAME);
            return new SunOneJtaPlatform();
        } catch (NamingException anotherServer) {
            return null;
        }
    }
}
