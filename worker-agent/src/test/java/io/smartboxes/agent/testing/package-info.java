/** Stand-ins that tests share: a runtime whose boxes are files, and a control plane that does what a test says. */
@NullMarked
package io.smartboxes.agent.testing;

import org.jspecify.annotations.NullMarked;
