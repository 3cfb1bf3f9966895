/**
 * The status page {@code /tidemark/}: a jar of its own, {@code io.tidemark:tidemark-page}, that adds it to an application. It is
 * off unless {@code tidemark.page.role} is set.
 *
 * <ul>
 *   <li>{@link io.tidemark.page.PageStart} registers the servlets, behind {@link io.tidemark.page.PageFilter}, which checks the
 *       role.
 *   <li>{@link io.tidemark.page.LivePage} takes one {@link io.tidemark.page.Snapshot} per second and node from state in memory,
 *       and sends it to all open pages.
 *   <li>{@link io.tidemark.page.Verdict}, {@link io.tidemark.page.Advice} and {@link io.tidemark.page.Changes} derive the texts
 *       of the page from snapshots. They are pure functions.
 *   <li>{@link io.tidemark.page.Switch} is a request of an operator to change the routing of this node.
 * </ul>
 *
 * <p>May import: {@code jakarta.annotation}, {@code jakarta.enterprise}, {@code jakarta.inject}, {@code jakarta.json}, {@code
 * jakarta.servlet}, {@code io.tidemark}, {@code io.tidemark.telemetry} and {@code io.tidemark.web}.
 */
@NullMarked
package io.tidemark.page;

import org.jspecify.annotations.NullMarked;
