package com.example.things;

import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Makes the failure of a transaction a problem document. Payara's Jersey has a mapper of its own for this exception, which
 * would win over {@link ProblemMapper}, and answers 500.
 */
@Provider
public class TransactionProblemMapper implements ExceptionMapper<TransactionalException> {

    @Override
    public Response toResponse(TransactionalException thrown) {
        return ProblemMapper.of(thrown);
    }
}
