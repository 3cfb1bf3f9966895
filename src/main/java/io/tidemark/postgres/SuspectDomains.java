package io.tidemark.postgres;

import io.tidemark.postgres.CatalogueRows.OperatorRow;
import io.tidemark.sql.Catalogue.Function;
import io.tidemark.sql.Catalogue.Volatility;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The domains whose check may be harmful: it calls a function that is not IMMUTABLE, or that a setting may name as unsafe.
 * Most databases have no such domain.
 */
final class SuspectDomains {

    private final CatalogueRows rows;
    private final Map<Long, Function> functions;
    private final Map<Long, Long> operators = new HashMap<>();

    SuspectDomains(CatalogueRows rows) {
        this.rows = rows;
        this.functions = rows.functionsByNumber();
        for (OperatorRow operator : rows.operators()) {
            operators.put(operator.oid(), operator.function());
        }
    }

    /** Returns the numbers of these domains. */
    Set<Long> numbers() {
        Set<Long> domains = new HashSet<>();
        for (StoredExpressions.Key key : rows.expressions().listed()) {
            if (key.kind() == StoredExpressions.Kind.CHECK
                    && rows.expressions().known(key).filter(this::isPlain).isEmpty()) {
                domains.add(key.owner());
            }
        }
        return domains;
    }

    private boolean isPlain(StoredExpression check) {
        return !check.asksForTime()
                && check.functions().stream().noneMatch(this::isSuspect)
                && check.operators().stream().map(operators::get).noneMatch(this::isSuspect);
    }

    private boolean isSuspect(@Nullable Long oid) {
        if (oid == null) {
            return true;
        }
        Function function = functions.get(oid);
        return function == null
                || function.volatility() != Volatility.IMMUTABLE
                || (CatalogueRows.isOfUser(oid) && function.extension().isEmpty());
    }
}
