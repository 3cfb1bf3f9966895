package io.tidemark.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of the catalogue, kept until one of their tables changes. For one thread. */
final class CachedRows<R> {

    private final Set<String> tables;
    private final String query;
    private final CatalogueQueries.Row<R> reader;
    private Map<String, String> asOf = Map.of();
    private List<R> rows = List.of();

    /**
     * Prepares a query, without reading.
     *
     * @param tables the tables on which the rows depend, by the names of {@link CatalogueFingerprints}
     */
    CachedRows(Set<String> tables, String query, CatalogueQueries.Row<R> reader) {
        this.tables = tables;
        this.query = query;
        this.reader = reader;
    }

    List<R> rows() {
        return rows;
    }

    /** Reads the rows unless these are still their fingerprints. Returns whether it read them. */
    boolean refresh(CatalogueQueries queries, Map<String, String> fingerprints) throws SQLException {
        Map<String, String> now = new TreeMap<>(fingerprints);
        now.keySet().removeIf(table -> !table.equals(CatalogueFingerprints.TIMELINE) && !tables.contains(table));
        if (now.equals(asOf)) {
            return false;
        }
        rows = queries.list(query, reader);
        asOf = now;
        return true;
    }
}
