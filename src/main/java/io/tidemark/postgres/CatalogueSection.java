package io.tidemark.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Rows of the catalogue that are kept until a table changes that they come from. For one thread. */
final class CatalogueSection<R> {

    private final Set<String> tables;
    private final String query;
    private final Questions.Row<R> reader;
    private Map<String, String> asOf = Map.of();
    private List<R> rows = List.of();

    /**
     * Nothing was read yet.
     *
     * @param tables those that the rows depend on, as {@link Fingerprints} names them
     */
    CatalogueSection(Set<String> tables, String query, Questions.Row<R> reader) {
        this.tables = tables;
        this.query = query;
        this.reader = reader;
    }

    List<R> rows() {
        return rows;
    }

    /** Reads the rows unless they are of these fingerprints; whether they were read. */
    boolean refresh(Questions questions, Map<String, String> fingerprints) throws SQLException {
        Map<String, String> now = new TreeMap<>(fingerprints);
        now.keySet().removeIf(table -> !table.equals(Fingerprints.TIMELINE) && !tables.contains(table));
        if (now.equals(asOf)) {
            return false;
        }
        rows = questions.list(query, reader);
        asOf = now;
        return true;
    }
}
