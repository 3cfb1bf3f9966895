/**
 * A help desk, an application that is not Tidemark's and uses much of the platform: Faces, EJBs with a timer, messages,
 * batch, Jakarta Security with its own log-in, server-sent events.
 *
 * <p>A ticket is opened on the page or by REST. Two message-driven beans classify it and estimate its hours; a batch job
 * bills them.
 *
 * <p>May import: Jakarta EE and {@code io.tidemark}.
 */
@NullMarked
package com.example.helpdesk;

import org.jspecify.annotations.NullMarked;
