package io.tidemark.bench;

import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.Catalogue.Volatility;
import io.tidemark.sql.CatalogueBuilder;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.FunctionPolicy;
import io.tidemark.sql.Statements;
import io.tidemark.sql.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the classification of a typical text of Hibernate (1 KB), and of texts that are designed to take long. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifierBenchmark {

    private static final String TEXT = text();

    private static final int LONGEST = 64 * 1024;

    private final Classifier classifier = classifier();
    private int count;

    /** {@return a classifier with the catalogue of a database that has some hundred tables and functions} */
    private static Classifier classifier() {
        CatalogueBuilder builder = Statements.builder(FunctionPolicy.PLAIN);
        for (int i = 0; i < 3_000; i++) {
            Function function = new Function("pg_catalog", "function_" + i, Volatility.IMMUTABLE);
            builder.function("pg_catalog", function.name(), function);
        }
        for (int i = 0; i < 400; i++) {
            builder.relation("table_" + i);
            Function function = new Function("public", "own_function_" + i, Volatility.STABLE);
            builder.function("public", function.name(), function);
        }
        builder.relation("product");
        builder.relation("category");
        Classifier classifier = new Classifier();
        classifier.learn(builder.build());
        if (classifier.verdict(TEXT) != Verdict.READ) {
            throw new IllegalStateException("The text is no read");
        }
        return classifier;
    }

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

    /** Classifies new texts. {@link #makingAnUnseenText} measures the time to make one, about 0.1 µs. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public Verdict unseen() {
        return classifier.verdict(next());
    }

    /** Classifies texts of the maximal length, which are never cached. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Verdict longest(Longest longest) {
        return classifier.verdict(longest.text);
    }

    /** A prefix, and a pattern that is repeated after it. */
    @State(Scope.Benchmark)
    public static class Longest {

        @Param({
            "select 1+|1+",
            "select |a,",
            "select |lower(",
            "select |'now',",
            "select a from t group by a|,a",
            "select 1|;select 1",
            "select 1 from t|,t",
            "select 1::a|.a",
            "select |cast(a as int)+",
            "with a as (select 1)|,a as (select 1)",
            "select 1 from t where a in (|?,",
            "select |case a when 1 then b end,",
            "select age(a)|,age(b)",
            "select 1 -- x\n|/* x */"
        })
        public String pattern;

        private String text = "";

        @Setup
        public void repeat() {
            String[] parts = pattern.split("\\|", -1);
            text = parts[0] + parts[1].repeat((LONGEST - parts[0].length()) / parts[1].length());
        }
    }

    @Benchmark
    public String makingAnUnseenText() {
        return next();
    }

    private String next() {
        return TEXT + count++;
    }
}
