/**
 * What sandboxes' processes wrote and what happened to the sandboxes, kept on the host while they run and for a while after.
 *
 * <p>A {@link io.smartboxes.agent.log.LogFollower} copies the lines of one sandbox from its guest, which keeps the last few and
 * waits for nobody, to its {@link io.smartboxes.agent.log.SandboxLog}: two files, of which the older one goes when the newer
 * one is full. Nothing here can hurt a sandbox or the agent: what finds no room is counted, and the count is a line.
 */
@NullMarked
package io.smartboxes.agent.log;

import org.jspecify.annotations.NullMarked;
