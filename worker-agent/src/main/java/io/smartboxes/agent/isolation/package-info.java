/**
 * The host's means of isolation, one file each: network, cgroup, root file system, OCI bundle, processes. What a box may and
 * may not do is written here as data; {@link io.smartboxes.agent.runtime} decides when.
 */
@NullMarked
package io.smartboxes.agent.isolation;

import org.jspecify.annotations.NullMarked;
