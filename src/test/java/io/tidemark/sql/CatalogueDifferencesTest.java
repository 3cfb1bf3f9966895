package io.tidemark.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tidemark.sql.Catalogue.Volatility;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each change of a catalogue that changes a verdict is seen, by the name that changes. */
class CatalogueDifferencesTest {

    private static final Catalogue.Function HARMLESS = new Catalogue.Function("app", "own", Volatility.IMMUTABLE);
    private static final Catalogue.Function HARMFUL = new Catalogue.Function("app", "own", Volatility.VOLATILE);
    private static final Catalogue.Function BY_CLOCK = new Catalogue.Function("app", "own", Volatility.STABLE);

    private static Arguments change(
            String name, String what, Consumer<CatalogueBuilder> before, Consumer<CatalogueBuilder> change) {
        return Arguments.of(name, what, before, change);
    }

    static Stream<Arguments> changes() {
        Consumer<CatalogueBuilder> carried = builder -> {
            builder.carrier("holder");
            builder.operatorOfCarried("@@@", HARMFUL);
        };
        Consumer<CatalogueBuilder> castOfCarried = builder -> {
            builder.carrier("holder");
            builder.castOfCarried("kind", HARMFUL);
        };
        return Stream.of(
                change(
                        "kind",
                        "a cast that is harmful without a carrier, too",
                        castOfCarried,
                        builder -> builder.type("kind", HARMFUL)),
                change("f", "a function", builder -> {}, builder -> builder.function("app", "f", HARMLESS)),
                change(
                        "f",
                        "a harmful function",
                        builder -> builder.function("app", "f", HARMLESS),
                        builder -> builder.function("app", "f", HARMFUL)),
                change(
                        "f",
                        "a function in another schema",
                        builder -> builder.function("app", "f", HARMLESS),
                        builder -> builder.function("other", "f", HARMLESS)),
                change(
                        "f",
                        "a function that asks for the time",
                        builder -> builder.function("app", "f", HARMLESS),
                        builder -> builder.function("app", "f", BY_CLOCK)),
                change(
                        "f",
                        "a harmful function that is called like a column",
                        builder -> builder.function("app", "f", HARMFUL),
                        builder -> builder.attribute("f")),
                change(
                        "f",
                        "a function that asks for the time and is called like a column",
                        builder -> builder.function("app", "f", BY_CLOCK),
                        builder -> builder.attribute("f")),
                change("@@@", "an operator", builder -> {}, builder -> builder.operator("@@@", HARMLESS)),
                change(
                        "@@@",
                        "a harmful operator",
                        builder -> builder.operator("@@@", HARMLESS),
                        builder -> builder.operator("@@@", HARMFUL)),
                change("kind", "a type", builder -> {}, builder -> builder.type("kind", HARMLESS)),
                change(
                        "kind",
                        "a harmful type",
                        builder -> builder.type("kind", HARMLESS),
                        builder -> builder.type("kind", HARMFUL)),
                change(
                        "kind",
                        "a type that asks for the time",
                        builder -> builder.type("kind", HARMLESS),
                        builder -> builder.clockType("kind")),
                change("r", "a relation", builder -> {}, builder -> builder.relation("r")),
                change(
                        "r",
                        "a harmful relation",
                        builder -> builder.relation("r"),
                        builder -> builder.relation("r", HARMFUL)),
                change(
                        "r",
                        "a relation that asks for the time",
                        builder -> builder.relation("r"),
                        builder -> builder.clockRelation("r")),
                change("r", "a sequence", builder -> builder.harmfulRelation("r"), builder -> builder.sequence("r")),
                change(
                        "r",
                        "the setting of a relation",
                        builder -> builder.harmfulRelation("r"),
                        builder -> builder.relation("r", Set.of("a.b"))),
                change("x", "a transaction's column", builder -> {}, builder -> builder.transaction("x")),
                change("another", "a carrier", carried, builder -> builder.carrier("another")),
                change(
                        "@@@",
                        "an operator that is harmful without a carrier, too",
                        carried,
                        builder -> builder.operator("@@@", HARMFUL)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("changes")
    void aChangeIsSeenByItsName(
            String name, String what, Consumer<CatalogueBuilder> before, Consumer<CatalogueBuilder> change) {
        Catalogue one = catalogue(before);
        Catalogue other = catalogue(before.andThen(change));
        assertEquals(Set.of(name), one.differences(other), what);
        assertEquals(Set.of(name), other.differences(one), what);
        assertNotEquals(one, other);
        Catalogue same = catalogue(before);
        assertEquals(one, same);
        assertEquals(Set.of(), one.differences(same));
    }

    private static Catalogue catalogue(Consumer<CatalogueBuilder> content) {
        CatalogueBuilder builder = new CatalogueBuilder(FunctionPolicy.PLAIN);
        content.accept(builder);
        return builder.build();
    }
}
