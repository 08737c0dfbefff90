/** The frame around every screen: navigation, tenants, account, palette, banner. */
@NullMarked
package io.smartboxes.console.layout;

import org.jspecify.annotations.NullMarked;
