package io.tidemark.cdi;

import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.RoutedDataSources;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Optional;
import javax.sql.DataSource;

/** The routed data source of the application that this class was loaded for, found through CDI. */
public final class ContainerDataSources implements RoutedDataSources {

    @Override
    public RoutedDataSource over(DataSource primary, Optional<String> finding) {
        return application().get().routed(primary, finding);
    }

    private static Instance<Tidemark> application() {
        try {
            return CDI.current().select(Tidemark.class);
        } catch (RuntimeException notYet) {
            // The specification requires an IllegalStateException; WildFly throws a NullPointerException.
            throw new IllegalStateException("The application has not started yet, or has ended", notYet);
        }
    }
}
