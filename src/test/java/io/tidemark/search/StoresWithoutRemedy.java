package io.tidemark.search;

import io.tidemark.marks.CallerMarks;
import io.tidemark.marks.ForwardingStore;
import io.tidemark.marks.MarkStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.util.Set;

/** Stores that lack one remedy each. */
final class StoresWithoutRemedy {

    private StoresWithoutRemedy() {}

    /** A store that never shows a pending write, live or expired. */
    static MarkStore withoutPending(MarkStore store) {
        return new Forwarding(store) {
            @Override
            public CallerMarks fetch(ClusterId cluster, String caller) throws StoreUnavailable {
                CallerMarks marks = super.fetch(cluster, caller);
                return new CallerMarks(marks.floor(), marks.mark(), false, Set.of(), marks.damaged(), marks.time());
            }
        };
    }

    /** A store whose floor is the beginning of the log. */
    static MarkStore withoutFloor(MarkStore store) {
        return new Forwarding(store) {
            @Override
            public Position raiseFloor(ClusterId cluster, int bucket, String epoch, Position position)
                    throws StoreUnavailable {
                return super.raiseFloor(cluster, bucket, epoch, new Position(position.timeline(), Lsn.ZERO));
            }
        };
    }

    /** A store that makes each call. */
    private static class Forwarding extends ForwardingStore {
        Forwarding(MarkStore store) {
            super(store);
        }

        @Override
        protected <T> T forward(Call<T> call) throws StoreUnavailable {
            return call.make();
        }
    }
}
