package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.CastRow;
import io.tidemark.postgres.CatalogueRows.ChildRow;
import io.tidemark.postgres.CatalogueRows.FunctionRow;
import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.postgres.CatalogueRows.RelationRow;
import io.tidemark.postgres.CatalogueRows.TypeRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.Catalogue.Volatility;
import io.tidemark.sql.CatalogueBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Translates the rows, which refer to each other by number, to the names of a {@link CatalogueBuilder}. */
final class CatalogueTranslator {

    /** Stands for an object that was created after its table was read. The next reading has it. */
    private static final Function UNKNOWN = new Function("", "", Volatility.VOLATILE);

    private static final Function CURRENT_SETTING = new Function("pg_catalog", "current_setting", Volatility.STABLE);

    private final CatalogueRows rows;
    private final CatalogueBuilder builder;
    private final OperandTypes operands;
    private final TypeConversions conversions;
    private final Map<Long, Function> functions;
    private final Map<Long, TypeRow> types = new HashMap<>();
    private final Map<Long, RelationRow> relations = new HashMap<>();
    private final Map<Long, Function> operators = new HashMap<>();

    CatalogueTranslator(CatalogueRows rows, CatalogueBuilder builder) {
        this.rows = rows;
        this.builder = builder;
        this.functions = rows.functionsByNumber();
        ObjectUses uses = new ObjectUses(rows);
        new HiddenCalls(rows, uses, functions).reveal();
        new SettingReaders(rows, uses, functions).reveal();
        this.operands = new OperandTypes(rows, functions);
        this.conversions = new TypeConversions(rows, functions, builder);
        rows.types().forEach(type -> types.put(type.oid(), type));
        rows.relations().forEach(relation -> relations.put(relation.oid(), relation));
        rows.operators().forEach(operator -> operators.put(operator.oid(), function(operator.function())));
    }

    void describe() {
        rows.functions().stream().filter(row -> !row.procedure()).forEach(this::function);
        rows.operators().forEach(this::operator);
        rows.types().forEach(this::type);
        rows.casts().stream().filter(cast -> cast.function() != 0).forEach(this::cast);
        rows.carriers().names(rows.operators()).forEach(builder::carrier);
        rows.relations().stream().filter(row -> !row.isTemporary()).forEach(this::relation);
        rows.transactions().forEach(builder::transaction);
        rows.children().forEach(this::child);
        rows.expressions().listed().forEach(this::expression);
        conversions.describe();
    }

    private Function function(long oid) {
        return functions.getOrDefault(oid, UNKNOWN);
    }

    private Optional<TypeRow> type(long oid) {
        return Optional.ofNullable(types.get(oid));
    }

    private void function(FunctionRow row) {
        Function function = function(row.oid());
        builder.function(function.schema(), function.name(), function);
        if (type(row.attributeOf()).filter(TypeRow::mayBeRow).isPresent()) {
            builder.attribute(function.name());
        }
    }

    private void operator(OperatorRow operator) {
        if (operands.decide(operator)) {
            builder.operatorOfCarried(operator.name(), function(operator.function()));
        } else {
            builder.operator(operator.name(), function(operator.function()));
        }
    }

    private void cast(CastRow cast) {
        type(cast.target()).ifPresent(target -> {
            if (operands.decide(cast)) {
                builder.castOfCarried(target.name(), function(cast.function()));
            } else {
                builder.type(target.name(), function(cast.function()));
            }
        });
    }

    private void type(TypeRow type) {
        if (!type.isArray() && "bderm".contains(type.kind())) {
            builder.type(type.name(), function(type.input()));
        }
    }

    private void relation(RelationRow relation) {
        if (relation.isSequence()) {
            builder.sequence(relation.name());
            return;
        }
        builder.relation(relation.name());
        if (relation.isOfOneServer()) {
            builder.harmfulRelation(relation.name());
        }
    }

    /** Ignores the children of indexes, which are not among the relations here. */
    private void child(ChildRow row) {
        relation(row.child()).ifPresent(child -> relation(row.parent()).ifPresent(parent -> {
            if (child.isTemporary()) {
                builder.harmfulRelation(parent.name());
            } else {
                builder.view(parent.name(), child.name());
            }
        }));
    }

    private void expression(StoredExpressions.Key key) {
        Optional<StoredExpression> known = rows.expressions().known(key);
        switch (key.kind()) {
            case SOURCE, BODY -> {
                // HiddenCalls handles them: they are part of their functions.
            }
            case DEFAULTS -> defaults(function(key.owner()), known);
            case CHECK -> type(key.owner()).ifPresent(type -> check(type.name(), known));
            case VIEW ->
                relation(key.owner())
                        .filter(relation -> relation.kind().equals("v"))
                        .ifPresent(view -> describe(view.name(), known));
            case POLICY -> relation(key.owner()).ifPresent(relation -> describe(relation.name(), known));
        }
    }

    private Optional<RelationRow> relation(long oid) {
        return Optional.ofNullable(relations.get(oid));
    }

    private void defaults(Function owner, Optional<StoredExpression> known) {
        known.ifPresentOrElse(
                expression -> {
                    expression
                            .functions()
                            .forEach(oid -> builder.function(owner.schema(), owner.name(), function(oid)));
                    if (!expression.settings().isEmpty()) {
                        builder.function(owner.schema(), owner.name(), CURRENT_SETTING);
                    }
                    for (TypeRow type : conversions.in(expression)) {
                        builder.functionConverts(owner.schema(), owner.name(), type.name());
                    }
                    if (expression.asksForTime()) {
                        builder.clockFunction(owner.name());
                    }
                },
                () -> builder.function(owner.schema(), owner.name(), UNKNOWN));
    }

    private void check(String domain, Optional<StoredExpression> known) {
        known.ifPresentOrElse(expression -> check(domain, expression), () -> builder.type(domain, UNKNOWN));
    }

    private void check(String domain, StoredExpression expression) {
        expression.functions().forEach(oid -> builder.type(domain, function(oid)));
        expression.operators().forEach(oid -> builder.type(domain, operators.getOrDefault(oid, UNKNOWN)));
        if (!expression.settings().isEmpty()) {
            builder.type(domain, CURRENT_SETTING);
        }
        conversions.in(expression).forEach(other -> builder.typeConverts(domain, other.name()));
        if (expression.asksForTime()) {
            builder.clockType(domain);
        }
    }

    /** Adds the objects that a view, or a table with a policy, uses. */
    private void describe(String name, Optional<StoredExpression> known) {
        known.ifPresentOrElse(expression -> describe(name, expression), () -> builder.harmfulRelation(name));
    }

    private void describe(String name, StoredExpression expression) {
        expression.functions().forEach(oid -> builder.relation(name, function(oid)));
        expression.operators().forEach(oid -> builder.relation(name, operators.getOrDefault(oid, UNKNOWN)));
        builder.relation(name, expression.settings());
        conversions.in(expression).forEach(type -> builder.relationConverts(name, type.name()));
        for (Long oid : expression.relations()) {
            relation(oid)
                    .ifPresentOrElse(
                            relation -> builder.view(name, relation.name()), () -> builder.harmfulRelation(name));
        }
        if (expression.locks()) {
            builder.harmfulRelation(name);
        }
        if (expression.asksForTime()) {
            builder.clockRelation(name);
        }
    }
}
