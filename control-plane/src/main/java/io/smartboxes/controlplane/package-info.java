/** The control plane: one package per domain, arrows only upwards (see docs/ARCHITECTURE.md and the architecture test). */
@NullMarked
package io.smartboxes.controlplane;

import org.jspecify.annotations.NullMarked;
