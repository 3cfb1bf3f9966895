package io.tidemark.jdbc;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;

/** A large object of bytes. It only delegates, but runs calls that write as writes. */
record RoutedBlob(Blob object, WritableOrigin origin) implements Blob {

    @Override
    public long length() throws SQLException {
        return object.length();
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        return object.getBytes(position, length);
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return object.getBinaryStream();
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        return object.getBinaryStream(position, length);
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        return object.position(pattern, start);
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return object.position(pattern, start);
    }

    @Override
    public int setBytes(long position, byte[] bytes) throws SQLException {
        return origin.write(() -> object.setBytes(position, bytes));
    }

    @Override
    public int setBytes(long position, byte[] bytes, int offset, int length) throws SQLException {
        return origin.write(() -> object.setBytes(position, bytes, offset, length));
    }

    /** Later output is written in the transaction that is open now, since the driver's object ends with it. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        return origin.write(() -> object.setBinaryStream(position));
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
