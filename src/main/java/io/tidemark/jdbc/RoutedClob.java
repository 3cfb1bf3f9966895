package io.tidemark.jdbc;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** A large object of characters. It only delegates, but runs calls that write as writes. */
record RoutedClob(Clob object, WritableOrigin origin) implements NClob {

    @Override
    public long length() throws SQLException {
        return object.length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        return object.getSubString(position, length);
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return object.getCharacterStream();
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        return object.getCharacterStream(position, length);
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return object.getAsciiStream();
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        return object.position(pattern, start);
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return object.position(pattern, start);
    }

    @Override
    public int setString(long position, String text) throws SQLException {
        return origin.write(() -> object.setString(position, text));
    }

    @Override
    public int setString(long position, String text, int offset, int length) throws SQLException {
        return origin.write(() -> object.setString(position, text, offset, length));
    }

    /** Later output is written in the transaction that is open now, since the driver's object ends with it. */
    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        return origin.write(() -> object.setAsciiStream(position));
    }

    /** Later output is written in the transaction that is open now, as with {@link #setAsciiStream}. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        return origin.write(() -> object.setCharacterStream(position));
    }

    @Override
    public void truncate(long length) throws SQLException {
        origin.write(() -> {
            object.truncate(length);
            return true;
        });
    }

    @Override
    public void free() throws SQLException {
        object.free();
    }
}
