package io.smartboxes.agent.gateway;

import java.util.List;

/**
 * What routing looks at in a request: every value of the header fields that may occur once, so that a second one is seen.
 *
 * @param target as on the request line
 * @param hosts of Host; the host may carry a port
 * @param sandboxIds of E2b-Sandbox-Id
 * @param sandboxPorts of E2b-Sandbox-Port
 * @param transferEncodings of Transfer-Encoding
 */
record RequestHead(
        String method,
        String target,
        List<String> hosts,
        List<String> sandboxIds,
        List<String> sandboxPorts,
        List<String> transferEncodings) {

    RequestHead {
        hosts = List.copyOf(hosts);
        sandboxIds = List.copyOf(sandboxIds);
        sandboxPorts = List.copyOf(sandboxPorts);
        transferEncodings = List.copyOf(transferEncodings);
    }
}
