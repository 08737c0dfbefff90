/** Mail that leaves the installation: written down in the transaction of what it tells of, sent by a reconciler. */
@NullMarked
package io.smartboxes.controlplane.mail;

import org.jspecify.annotations.NullMarked;
