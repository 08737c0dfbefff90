"""From nothing to the first call: an address, a mail, a password, a token."""

import re

import pytest
from people import KEYCLOAK, Person, claims, header, link_in_mail, mails_to, operator
from plain_http import eventually

GUESSES_MAX = 10
PASSWORD_FIELDS = {"password-new", "password-confirm", "login"}


def test_an_address_is_all_that_registration_asks_for():
    person = Person()
    form = person.browser.open(person.start().link("/registration")).forms[0]
    assert set(form.fields) == {"email"}


def test_a_person_signs_up_with_a_mail_and_has_a_tenant_of_their_own():
    person = Person()
    person.register()
    page = person.verify()
    assert set(page.forms[0].fields) == PASSWORD_FIELDS
    tokens = person.redeem(person.choose_password(page))

    me = tokens.me()

    assert me.status == 200, me
    assert me.json["user"]["email"] == person.address
    assert [(each["tenant"]["personal"], each["role"]) for each in me.json["memberships"]] == [(True, "owner")], me.json


def test_nobody_gets_in_before_their_address_is_confirmed():
    person = Person()
    person.register()
    page = person.browser.open(KEYCLOAK + "/realms/smartboxes/account/")
    assert not page.left_to
    somebody_else = Person(person.address)
    page = somebody_else.enter()
    assert not page.left_to and page.status == 200, page
    assert "nvalid username or password" in page.html


def test_a_password_of_eleven_characters_is_refused_in_words():
    person = Person(password="elevenchars")
    person.register()
    page = person.choose_password(person.verify())
    assert not page.left_to
    assert "minimum length 12" in page.html


def test_a_link_works_once():
    person = Person()
    person.register()
    link = link_in_mail(person.address)
    person.choose_password(person.browser.open(link))
    again = Person(person.address).browser.open(link)
    assert not again.left_to and "password-new" not in again.html, again


def test_an_address_that_is_taken_says_so():
    person = Person()
    person.sign_up()
    page = Person(person.address).register()
    assert "already exists" in page.html, page.html


def test_a_forgotten_password_is_replaced_through_mail(ada):
    person = Person()
    person.sign_up()
    before = len(mails_to(person.address))
    again = Person(person.address)
    page = again.browser.open(again.start().link("/reset-credentials"))
    again.browser.submit(page, username=person.address)
    page = again.browser.open(link_in_mail(person.address, after=before))
    tokens = again.redeem(again.choose_password(page))
    assert tokens.me().status == 200
    assert not Person(person.address, person.password).enter().left_to, "the old password still works"


def test_the_token_says_what_the_control_plane_needs(ada):
    said = claims(ada.tokens.access)
    assert header(ada.tokens.access)["typ"] == "at+jwt"
    assert said["aud"] == "smartboxes-api"
    assert said["email"] == ada.address and said["email_verified"] is True
    assert said["sub"] and said["sid"]
    assert said["exp"] - said["iat"] == 2 * 60 * 60


def test_a_code_is_worth_nothing_without_its_verifier(ada):
    person = Person(ada.address, ada.password)
    reply = person.exchange(person.enter(), code_verifier="x" * 64)
    assert reply.status_code == 400, reply.text


@pytest.mark.parametrize("method, challenge", [("", ""), ("plain", "x" * 64)])
def test_a_sign_in_without_a_hashed_challenge_does_not_start(method, challenge):
    page = Person().start(code_challenge_method=method, code_challenge=challenge)
    assert page.left_to and "error=invalid_request" in page.left_to, page


def test_a_foreign_page_is_no_place_to_return_to():
    page = Person().start(redirect_uri="http://localhost:1/sign-in/callback")
    assert page.status == 400 and not page.forms, page


def test_passkeys_are_offered():
    assert "navigator.credentials" in Person().start().html or "webauthn" in Person().start().html


def test_a_second_factor_can_be_added(ada):
    person = Person(ada.address, ada.password)
    person.sign_in()
    assert "totpSecret" in person.start(kc_action="CONFIGURE_TOTP").html
    assert "webauthn" in person.start(kc_action="webauthn-register-passwordless").html


def test_guessing_is_slowed_down():
    victim = Person()
    victim.sign_up()
    for _ in range(GUESSES_MAX):
        assert not Person(victim.address).enter().left_to

    # What counts them runs beside the sign-in itself. A sign-in that worked would forget them all, so there is one look.
    eventually(lambda: is_shut_out(victim.address))
    assert not Person(victim.address, victim.password).enter().left_to


def is_shut_out(address):
    with operator("smartboxes") as realm:
        user = realm.get("users", params={"email": address, "exact": True}).json()[0]["id"]
        return realm.get(f"attack-detection/brute-force/users/{user}").json()["disabled"]


def test_the_pages_are_in_our_colours():
    person = Person()
    style = person.browser.open(person.start().link("smartboxes.css"))
    assert style.status == 200 and re.search(r"--smartboxes-accent: #3b5bdb", style.html)
