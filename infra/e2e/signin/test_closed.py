"""What must not be open, on a machine that others use too."""

from pathlib import Path

import httpx
import pytest
from people import BASE, KEYCLOAK, MAIL, STATE, operator, secret

# 127.0.0.1, and the same in an IPv6 socket.
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}
LOOPBACK_ONLY = {"keycloak": BASE + 4, "caught mail": BASE + 7, "SMTP": BASE + 8}


def test_the_first_administrator_is_gone():
    form = {"grant_type": "client_credentials", "client_id": "bootstrap", "client_secret": secret("keycloak-bootstrap")}
    reply = httpx.post(f"{KEYCLOAK}/realms/master/protocol/openid-connect/token", data=form, timeout=60)
    assert reply.status_code == 401, reply.text


def test_nobody_can_make_themselves_administrator():
    page = httpx.get(KEYCLOAK, timeout=60, follow_redirects=True)
    assert "<form" not in page.text.lower() or "password-confirmation" not in page.text.lower(), page.text
    assert "create" not in page.text.lower() or "administrative user" not in page.text.lower(), page.text


@pytest.mark.parametrize("realm", ["smartboxes", "smartboxes-staff"])
def test_an_operator_rules_its_own_realm_only(realm):
    with operator(realm) as admin:
        assert admin.get("users").status_code == 200
        for other in {"master", "smartboxes", "smartboxes-staff"} - {realm}:
            assert admin.get(f"{KEYCLOAK}/admin/realms/{other}/users").status_code in (401, 403), other


@pytest.mark.parametrize("name", LOOPBACK_ONLY)
def test_other_machines_do_not_reach(name):
    listening = listeners(LOOPBACK_ONLY[name])
    assert listening and listening <= LOOPBACK, listening


@pytest.mark.parametrize("headers", [
    {"Host": f"evil.test:{BASE + 7}"},
    {"Origin": "http://evil.test"},
    {"Origin": f"http://localhost:{BASE + 3}"},
    {"Origin": "null"},
])
@pytest.mark.parametrize("path", ["/", "/api/email", "/api/email/all", "/socket.io/?EIO=4&transport=polling"])
def test_caught_mail_is_for_its_own_page_alone(headers, path):
    assert httpx.get(MAIL + path, headers=headers, timeout=30).status_code == 403


def test_caught_mail_is_shown_on_its_page():
    assert httpx.get(MAIL + "/", headers={"Accept": "text/html"}, timeout=30).status_code == 200
    assert httpx.get(MAIL + "/api/email", headers={"Origin": MAIL}, timeout=30).status_code == 200


def test_settings_with_secrets_are_the_owners_alone():
    for name in ("keycloak/keycloak.conf", "keycloak/setup.env", "keycloak/home/data/import/smartboxes-realm.json"):
        assert (STATE / name).stat().st_mode & 0o077 == 0, name


def listeners(port):
    """The addresses at which somebody listens on this port, as the kernel writes them (state 0A is LISTEN)."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            if state == "0A" and int(local.split(":")[1], 16) == port:
                found.add(local.split(":")[0])
    return found
