/**
 * The registry of workers: who may be one (authority, enrolment), what each offers, when it was last heard.
 *
 * <p>Nothing here belongs to a tenant. A worker that is unheard is not in another state: it has an older {@code heardAt}.
 */
@NullMarked
package io.smartboxes.controlplane.worker;

import org.jspecify.annotations.NullMarked;
