package io.smartboxes.agent.gateway;

import java.util.List;

/** Where a request says which sandbox it is for. */
enum Naming {
    HOST,
    HEADERS,
    NOWHERE;

    List<String> fields(String sandbox, String port) {
        return switch (this) {
            case HOST -> List.of("Host: " + port + "-" + sandbox + ".sandboxes.test");
            case HEADERS -> List.of("Host: localhost", "E2b-Sandbox-Id: " + sandbox, "E2b-Sandbox-Port: " + port);
            case NOWHERE -> List.of("Host: localhost");
        };
    }
}
