/**
 * A runtime without isolation and without host objects: boxes are records in memory. For fleets of thousands of sandboxes in
 * one process, and for tests of what must happen when a boot, an assignment or a removal fails. Nothing can run in its boxes.
 */
@NullMarked
package io.smartboxes.agent.runtime.simulated;

import org.jspecify.annotations.NullMarked;
