"""Staff is invited from the command line, signs in with two factors, and is nobody to the customers' API."""

import hashlib
import hmac
import os
import secrets
import struct
import subprocess
import time
from pathlib import Path

from people import STATE, Person, api, claims, link_in_mail, mails_to
from plain_http import eventually

SESSION_END_SECONDS = 10
SMARTBOXES = Path(__file__).parents[2] / "smartboxes"


def test_a_member_of_staff_is_invited_and_signs_in_with_two_factors():
    person = Person(f"{secrets.token_hex(6)}@staff.test", realm="smartboxes-staff")
    assert "is invited" in invite(person.address).stdout

    totp = accept(person)
    page = person.enter()
    assert not page.left_to and "otp" in page.forms[0].fields, "a password alone is not enough"
    page = person.browser.submit(page, otp="000000")
    assert not page.left_to, "a wrong code is not enough"
    # Each code is good for one use, and the first was used to set it up.
    tokens = person.redeem(person.browser.submit(page, otp=code(totp, time.time() + 30)))

    assert claims(tokens.access)["amr"] == ["otp"]
    assert api("GET", "/v1/staff/me", tokens.access).json["email"] == person.address
    assert api("GET", "/v1/me", tokens.access).status == 401
    person.sign_out(tokens)
    assert eventually(lambda: api("GET", "/v1/staff/me", tokens.access).status == 401, SESSION_END_SECONDS)
    again = invite(person.address)
    assert "already" in again.stdout and again.returncode == 0
    assert len(mails_to(person.address)) == 1


def test_an_invitation_is_repeated_until_it_is_taken():
    address = f"{secrets.token_hex(6)}@staff.test"
    assert invite(address).returncode == invite(address).returncode == 0
    assert link_in_mail(address, after=1)


def test_nobody_registers_as_staff():
    page = Person(realm="smartboxes-staff").start()
    assert page.status == 200 and not [link for link in page.links if "registration" in link]
    assert not [link for link in page.links if "reset-credentials" in link]


def test_what_is_no_address_is_refused():
    assert invite("ada").returncode == 2
    refused = invite("a b@staff.test")
    assert refused.returncode == 2 and "no mail address" in refused.stderr


def invite(address):
    return subprocess.run([SMARTBOXES, "staff", "invite", address, "--state", STATE], capture_output=True, text=True, env=os.environ, timeout=300)


def accept(person):
    """Follows the mail; the secret of the one-time codes."""
    page = person.browser.open(link_in_mail(person.address))
    page = page if page.forms else person.browser.open(page.link("/login-actions/"))
    totp = None
    while page.forms:
        asked = page.forms[0].fields
        if "password-new" in asked:
            page = person.choose_password(page)
        else:
            totp = asked["totpSecret"]
            page = person.browser.submit(page, totp=code(totp, time.time()), userLabel="phone")
    assert totp, page
    return totp


def code(secret, moment):
    """RFC 6238, as an authenticator app does it."""
    digest = hmac.new(secret.encode(), struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
