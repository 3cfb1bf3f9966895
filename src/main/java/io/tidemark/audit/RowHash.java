package io.tidemark.audit;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/**
 * A hash of the rows of one execution, in constant memory: one of the rows in their order, and one in any order. The chance
 * that different rows have the same hash is about 1 in 2<sup>64</sup>. For one thread at a time.
 */
public final class RowHash {

    private ColumnHash[] columns = {};
    private long rows;
    private long anyOrder;
    private long inOrder;

    /**
     * The result.
     *
     * @param rows the number of rows
     * @param anyOrder the same for the same rows in another order
     * @param inOrder the same only for the same rows in the same order
     */
    public record Sum(int columns, long rows, long anyOrder, long inOrder) {

        /** Whether the other execution returned the same rows, perhaps in another order. */
        boolean hasRowsOf(Sum other) {
            return columns == other.columns && rows == other.rows && anyOrder == other.anyOrder;
        }
    }

    /** Adds the current row. Reads each column once, and does not move the cursor. */
    public void add(ResultSet row) throws SQLException {
        if (columns.length == 0) {
            columns = columns(row.getMetaData());
        }
        long hash = columns.length;
        for (int i = 0; i < columns.length; i++) {
            hash = columns[i].add(hash, row, i + 1);
        }
        long mixed = Mixing.last(hash);
        rows++;
        anyOrder += mixed;
        inOrder = Mixing.add(inOrder, mixed);
    }

    private static ColumnHash[] columns(ResultSetMetaData description) throws SQLException {
        ColumnHash[] columns = new ColumnHash[description.getColumnCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = ColumnHash.ofType(description.getColumnType(i + 1));
        }
        return columns;
    }

    /** Returns the number of rows so far. */
    public long rows() {
        return rows;
    }

    /** Returns the hash so far. */
    public Sum sum() {
        return new Sum(columns.length, rows, anyOrder, inOrder);
    }
}
