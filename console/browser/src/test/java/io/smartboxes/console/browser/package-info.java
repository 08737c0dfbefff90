/** The console as people meet it: in a browser, against a running installation. */
package io.smartboxes.console.browser;
