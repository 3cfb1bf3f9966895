package io.tidemark.cdi;

import io.tidemark.jdbc.RoutedDataSources;
import jakarta.enterprise.inject.spi.CDI;
import javax.sql.DataSource;

/** The routed data source of the application that this class was loaded for, found through CDI. */
public final class ContainerDataSources implements RoutedDataSources {

    @Override
    public DataSource over(DataSource primary) {
        return CDI.current().select(Tidemark.class).get().routed(primary);
    }
}
