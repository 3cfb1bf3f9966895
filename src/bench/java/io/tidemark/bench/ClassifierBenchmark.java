package io.tidemark.bench;

import io.tidemark.sql.Classifier;
import io.tidemark.sql.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to tell a read from a write, for a text of 1 KB as Hibernate makes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifierBenchmark {

    private static final String TEXT = text();

    private final Classifier classifier = new Classifier();
    private int count;

    private static String text() {
        StringBuilder sql = new StringBuilder("select p1_0.id");
        for (int column = 0; sql.length() < 800; column++) {
            sql.append(",p1_0.column_").append(column);
        }
        return sql.append(" from product p1_0 join category c1_0 on c1_0.id=p1_0.category_id")
                .append(" where lower(p1_0.name) like ? escape '' and c1_0.name in (?,?,?)")
                .append(" order by p1_0.name offset ? rows fetch first ? rows only /* 0000000 */")
                .toString();
    }

    @Benchmark
    public Verdict seen() {
        return classifier.verdict(TEXT);
    }

    /** Each text is new: a number in it grows, which costs about a tenth of a microsecond by itself, see the next. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Verdict unseen() {
        return classifier.verdict(next());
    }

    @Benchmark
    public String makingAnUnseenText() {
        return next();
    }

    private String next() {
        return TEXT + count++;
    }
}
