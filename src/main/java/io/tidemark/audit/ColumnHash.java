package io.tidemark.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Adds the value of one column to a hash, by its {@link ValueText}. The driver receives a value as text or in binary form,
 * which depends on how often it has run the statement, and the same value may have another text then.
 */
interface ColumnHash {

    /** Stands for NULL, which no text and no length is. */
    long NULL = Long.MIN_VALUE;

    long add(long hash, ResultSet row, int column) throws SQLException;

    /** Returns the hash for columns of a type of {@link Types}. */
    static ColumnHash ofType(int type) {
        return switch (type) {
            // Their text would be twice as long.
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> ColumnHash::addBytes;
            case Types.ARRAY -> ColumnHash::addArray;
            default -> {
                ValueText text = ValueText.ofType(type);
                yield (hash, row, column) -> addText(hash, row.getString(column), text);
            }
        };
    }

    private static long addBytes(long hash, ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? Mixing.add(hash, NULL) : Mixing.add(hash, bytes);
    }

    private static long addArray(long hash, ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        if (array == null) {
            return Mixing.add(hash, NULL);
        }
        ValueText element = ValueText.ofType(array.getBaseType());
        return addText(hash, row.getString(column), text -> ArrayText.of(text, element));
    }

    private static long addText(long hash, @Nullable String text, ValueText form) {
        return text == null ? Mixing.add(hash, NULL) : Mixing.add(hash, form.of(text));
    }
}
