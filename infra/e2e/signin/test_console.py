"""The console leads to the provider and back. What it shows then is tested with a real browser."""

import httpx
from browser import Browser
from people import CONSOLE, KEYCLOAK, Person
from plain_http import eventually


def test_the_front_page_goes_straight_to_sign_in_and_back(ada):
    browser = Browser(CONSOLE, KEYCLOAK)
    asked = browser.open(CONSOLE + "/")
    assert asked.url.startswith(KEYCLOAK) and "password" in asked.forms[0].fields, asked

    shown = browser.submit(asked, username=ada.address, password=ada.password)

    assert shown.url.startswith(CONSOLE + "/") and shown.status == 200, shown
    assert browser.open(CONSOLE + "/").url == CONSOLE + "/"


def test_a_sign_out_is_one_at_the_provider_too(ada):
    person = Person(ada.address, ada.password)
    person.browser = Browser(CONSOLE, KEYCLOAK)
    person.browser.submit(person.browser.open(CONSOLE + "/"), username=ada.address, password=ada.password)

    left = person.browser.open(CONSOLE + "/sign-out")

    assert left.url.startswith(CONSOLE + "/signed-out"), left
    assert person.browser.open(CONSOLE + "/").url.startswith(KEYCLOAK), "signed in again without a password"


def test_without_the_provider_it_says_that_sign_in_is_starting(keycloak):
    keycloak.keep_down()

    # What it knows of the provider from before it may use for a while.
    eventually(lambda: httpx.get(CONSOLE + "/", timeout=30).status_code in (302, 503))
    assert httpx.get(CONSOLE + "/health", timeout=30).status_code == 200
