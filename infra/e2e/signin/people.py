"""People who sign up and sign in at the installation's own provider, the way the console sends them there."""

import base64
import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from browser import Browser
from plain_http import call, eventually

STATE = Path(os.environ["SMARTBOXES_STATE"])
BASE = int((STATE / "port-base").read_text())
CONSOLE, KEYCLOAK, MAIL = (f"http://localhost:{BASE + offset}" for offset in (3, 4, 7))
RETURN_TO = {"smartboxes": f"{CONSOLE}/sign-in/callback", "smartboxes-staff": f"{CONSOLE}/staff/sign-in/callback"}
CLIENTS = {"smartboxes": "console", "smartboxes-staff": "console-staff"}
MAIL_SECONDS = 30


@dataclass(frozen=True)
class Tokens:
    access: str
    id: str
    refresh: str

    def me(self):
        return api("GET", "/v1/me", self.access)


def api(method, path, token):
    return call(method, path, headers={"Authorization": f"Bearer {token}"}, key=None)


def claims(token):
    return decoded(token.split(".")[1])


def header(token):
    return decoded(token.split(".")[0])


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class Person:
    def __init__(self, address=None, password=None, realm="smartboxes"):
        self.address = address or f"{secrets.token_hex(6)}@people.test"
        self.password = password or secrets.token_urlsafe(12)
        self.realm = realm
        self.browser = Browser(KEYCLOAK)
        self.verifier = secrets.token_urlsafe(48)

    @property
    def client(self):
        return CLIENTS[self.realm]

    @property
    def oidc(self):
        return f"{KEYCLOAK}/realms/{self.realm}/protocol/openid-connect"

    def start(self, **changes):
        """The first page of the provider, as the console leads to it."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": RETURN_TO[self.realm],
            "scope": "openid",
            "state": secrets.token_hex(8),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | changes
        return self.browser.open(f"{self.oidc}/auth?{urlencode({name: value for name, value in query.items() if value})}")

    def register(self):
        """Fills in the registration form, which sends a mail; the page after it."""
        return self.browser.submit(self.browser.open(self.start().link("/registration")), email=self.address)

    def verify(self):
        """Opens the link in the mail; the page that asks for a password."""
        return self.browser.open(link_in_mail(self.address))

    def choose_password(self, page):
        return self.browser.submit(page, **{"password-new": self.password, "password-confirm": self.password})

    def enter(self, page=None):
        """Types address and password."""
        return self.browser.submit(page or self.start(), username=self.address, password=self.password)

    def sign_up(self):
        self.register()
        return self.redeem(self.choose_password(self.verify()))

    def sign_in(self):
        return self.redeem(self.enter())

    def redeem(self, page, **changes):
        reply = self.exchange(page, **changes)
        assert reply.status_code == 200, reply.text
        given = reply.json()
        return Tokens(given["access_token"], given["id_token"], given["refresh_token"])

    def exchange(self, page, **changes):
        assert page.left_to and page.left_to.startswith(RETURN_TO[self.realm]), page
        code = parse_qs(urlsplit(page.left_to).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN_TO[self.realm], "code_verifier": self.verifier} | changes
        return httpx.post(f"{self.oidc}/token", data=form, auth=(self.client, secret(f"oidc-{self.client}")), timeout=60)

    def sign_out(self, tokens):
        """As the console does: at the provider, with the ID token as a hint."""
        query = urlencode({"id_token_hint": tokens.id, "post_logout_redirect_uri": CONSOLE + "/"})
        return self.browser.open(f"{self.oidc}/logout?{query}")


def secret(name):
    return (STATE / "secrets" / name).read_text()


def operator_token(realm):
    form = {"grant_type": "client_credentials", "client_id": "operator", "client_secret": secret("keycloak-operator")}
    return httpx.post(f"{KEYCLOAK}/realms/{realm}/protocol/openid-connect/token", data=form, timeout=60).json()["access_token"]


def operator(realm):
    """The admin API of one realm, with the rights of its operator."""
    return httpx.Client(base_url=f"{KEYCLOAK}/admin/realms/{realm}/", headers={"Authorization": f"Bearer {operator_token(realm)}"}, timeout=60)


def mails_to(address):
    """Newest last."""
    reply = httpx.get(f"{MAIL}/api/email?limit=200", timeout=30)
    assert reply.status_code == 200, reply.text
    found = reply.json()
    found = found if isinstance(found, list) else found["emails"]
    return [mail for mail in found if any(to["address"] == address for to in mail.get("to") or [])]


def link_in_mail(address, after=0):
    mail = eventually(lambda: mails_to(address)[after:], MAIL_SECONDS)[-1]
    text = httpx.get(f"{MAIL}/api/email/{mail['id']}", timeout=30).json()["text"]
    return re.search(rf"{re.escape(KEYCLOAK)}/realms/\S+", text).group()


def sign_in_is_ready():
    """The realms are there, and up to date."""
    try:
        return (STATE / "service" / "keycloak-setup" / "done").exists() and httpx.get(f"{KEYCLOAK}/realms/smartboxes", timeout=10).status_code == 200
    except httpx.HTTPError:
        return False
