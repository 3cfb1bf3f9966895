package com.example.things;

import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Converts a failed transaction into a problem document. Without it, the mapper of Payara's Jersey for this exception would
 * take precedence over {@link ProblemMapper} and answer 500.
 */
@Provider
public class TransactionProblemMapper implements ExceptionMapper<TransactionalException> {

    @Override
    public Response toResponse(TransactionalException thrown) {
        return ProblemMapper.of(thrown);
    }
}
