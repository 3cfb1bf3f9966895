package io.tidemark.hibernate;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider;
import org.jspecify.annotations.Nullable;

/**
 * Provides the transaction manager of Payara and GlassFish, which Hibernate does not detect. On other servers it
 * provides no platform, because they configure Hibernate themselves. A service.
 */
public final class PayaraJtaPlatform implements JtaPlatformProvider {

    private static final String TRANSACTION_MANAGER = "java:appserver/TransactionManager";
    private static final String USER_TRANSACTION = "java:comp/UserTransaction";

    // JNDI look-ups belong to the wiring, but Hibernate makes this one before any wiring exists.
    @SuppressWarnings("BanJNDI")
    @Override
    public @Nullable JtaPlatform getProvidedJtaPlatform() {
        try {
            new InitialContext().lookup(TRANSACTION_MANAGER);
            return new Platform();
        } catch (NamingException anotherServer) {
            return null;
        }
    }

    /** Hibernate's own class for these names has different names in Hibernate 6 and 7. */
    private static final class Platform extends AbstractJtaPlatform {

        private static final long serialVersionUID = 1;

        @Override
        protected TransactionManager locateTransactionManager() {
            return (TransactionManager) jndiService().locate(TRANSACTION_MANAGER);
        }

        @Override
        protected UserTransaction locateUserTransaction() {
            return (UserTransaction) jndiService().locate(USER_TRANSACTION);
        }
    }
}
