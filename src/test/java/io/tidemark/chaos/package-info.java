/**
 * The chaos suite: clients read and write through two application servers while a seeded schedule of faults runs, and a checker
 * then examines the history of all operations. The checker knows nothing of the product.
 */
@NullMarked
package io.tidemark.chaos;

import org.jspecify.annotations.NullMarked;
