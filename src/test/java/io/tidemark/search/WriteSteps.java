package io.tidemark.search;

import io.tidemark.writes.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Lists the steps of one write after its begin. */
final class WriteSteps {

    private final int number;
    private final List<Step> all = new ArrayList<>();

    private WriteSteps(int number) {
        this.number = number;
    }

    /** Returns the steps of the write with this number. */
    static List<Step> of(int number) {
        WriteSteps steps = new WriteSteps(number);
        steps.ofCommit();
        steps.ofMark();
        steps.ofFailures();
        return steps.all;
    }

    private void ofCommit() {
        write(Step.Kind.COMMIT, Written::mayCommit, (world, write) -> {
            write.commits();
            return "The primary commits write " + number + ", and is at "
                    + world.cluster().commit(number) + " then.";
        });
    }

    private void ofFailures() {
        write(Step.Kind.LOST_ACKNOWLEDGEMENT, Written::isOpen, (world, write) -> {
            Write recorded = write.recorded();
            write.ends(Written.End.UNKNOWN);
            recorded.outcomeUnknown(Write.Lost.COMMIT);
            write.isAnnounced(world.node(write.node()).store());
            return "Node " + Steps.name(write.node()) + " loses the connection of write " + number
                    + " during its commit, whose outcome is unknown to it.";
        });
        write(Step.Kind.ROLLBACK, write -> write.isOpen() && write.mayCommit(), (world, write) -> {
            write.serverEnds();
            Write recorded = write.recorded();
            write.ends(Written.End.ROLLED_BACK);
            recorded.afterRollback();
            return "Node " + Steps.name(write.node()) + " rolls back write " + number + ".";
        });
        write(Step.Kind.ROLLBACK, write -> !write.isOpen() && write.mayCommit(), (world, write) -> {
            write.serverEnds();
            return "The primary ends the transaction of write " + number + " without a commit.";
        });
    }

    private void ofMark() {
        Predicate<Written> committed = write -> write.isOpen() && write.isCommitted();
        String answers = " and answers ";
        write(Step.Kind.MARK, committed, (world, write) -> {
            mark(world, write, Runnable::run);
            return "Node " + Steps.name(write.node()) + " stores the mark of write " + number + answers + write.caller()
                    + ".";
        });
        write(Step.Kind.MARK_WITHOUT_POSITION, committed, (world, write) -> {
            mark(world, write, world.node(write.node())::withoutPosition);
            return "Node " + Steps.name(write.node()) + " cannot read the position after write " + number + answers
                    + write.caller() + ".";
        });
        write(Step.Kind.MARK_WITHOUT_STORE, committed, (world, write) -> {
            mark(world, write, world.node(write.node())::withoutStore);
            return "Node " + Steps.name(write.node()) + " cannot store the mark of write " + number + answers
                    + write.caller() + ".";
        });
    }

    private static void mark(World world, Written write, Consumer<Runnable> how) {
        Write recorded = write.recorded();
        write.ends(Written.End.ACKNOWLEDGED);
        how.accept(recorded::afterCommit);
        write.isMarked(world.node(write.node()).store());
    }

    /** What happens to a write. */
    private interface Event {
        String of(World world, Written write);
    }

    private void write(Step.Kind kind, Predicate<Written> possible, Event event) {
        all.add(new Step(
                kind,
                world -> world.writes().size() >= number
                        && possible.test(world.writes().get(number - 1)),
                world -> event.of(world, world.writes().get(number - 1))));
    }
}
