/** Named blueprints of sandboxes: image and resources. */
@NullMarked
package io.smartboxes.controlplane.template;

import org.jspecify.annotations.NullMarked;
