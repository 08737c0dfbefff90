/** The first tenant and its key, for installations that nobody has signed up to yet. */
@NullMarked
package io.smartboxes.controlplane.bootstrap;

import org.jspecify.annotations.NullMarked;
