/**
 * What the agent must remember across its own death, in one SQLite file on the host: which box is whose and under which
 * epoch, until when, what ended and why, and what the control plane has not acknowledged yet.
 *
 * <p>Absent on purpose: access tokens and environments. They come with Start and again with Welcome.
 */
@NullMarked
package io.smartboxes.agent.journal;

import org.jspecify.annotations.NullMarked;
