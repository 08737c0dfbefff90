/** What the tenant used and what it costs: figures, the ledger's rows behind them, and the file of both. */
@NullMarked
package io.smartboxes.console.usage;

import org.jspecify.annotations.NullMarked;
