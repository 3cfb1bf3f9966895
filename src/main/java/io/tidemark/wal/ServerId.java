package io.tidemark.wal;

/**
 * One server in one incarnation: positions belong to it, and not to the data source that led there.
 *
 * <p>An incarnation ends when the server is stopped, and also when one of its backends is killed: then all the others end
 * too, and a standby opens again by itself, perhaps at an older position. So a connection that is alive leads to the
 * incarnation that it led to when it was made, in which replay only goes forward.
 *
 * @param cluster the cluster that it belongs to
 * @param address where it listens, as it sees itself; servers behind translated addresses may share one
 * @param incarnation differs between servers, and between one server's incarnations; nothing else is to be read from it
 */
public record ServerId(ClusterId cluster, String address, String incarnation) {

    /** For the log and the operator. */
    @Override
    public String toString() {
        return address;
    }
}
