/** Tests of the gateway with real sockets on loopback at both of its ends. */
package io.smartboxes.agent.gateway;
