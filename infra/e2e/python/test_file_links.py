"""Links that give one file to somebody who has no key."""

import json
import time
import urllib.error
import urllib.request
import uuid
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest


def test_a_download_link_needs_nothing_else(sandbox):
    sandbox.files.write("/home/user/given.txt", "for you")

    assert get(sandbox.download_url("/home/user/given.txt")) == (200, b"for you")


def test_an_upload_link_takes_a_form(sandbox):
    status, body = post(sandbox.upload_url("/home/user/taken.txt"), b"from outside")

    assert status == 200, body
    assert sandbox.files.read("/home/user/taken.txt") == "from outside"


def test_a_link_can_name_a_user(sandbox):
    sandbox.files.write("/root/given.txt", "from root", user="root")

    assert get(sandbox.download_url("/root/given.txt", user="root")) == (200, b"from root")


def test_a_link_with_an_end_works_before_it(sandbox):
    sandbox.files.write("/home/user/soon.txt", "soon")

    assert get(sandbox.download_url("/home/user/soon.txt", use_signature_expiration=60)) == (200, b"soon")


def test_a_link_past_its_end_is_refused(sandbox):
    sandbox.files.write("/home/user/late.txt", "late")
    link = sandbox.download_url("/home/user/late.txt", use_signature_expiration=1)

    time.sleep(2.1)  # The link's end is a whole second of the clock: there is nothing to ask for it.

    status, body = get(link)
    assert status == 401
    assert json.loads(body)["message"] == "signature is already expired"


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/etc/passwd"},
        {"username": "root"},
        {"signature": "v1_" + "A" * 43},
        {"signature": ""},
    ],
)
def test_a_changed_link_is_refused(sandbox, change):
    sandbox.files.write("/home/user/signed.txt", "signed")

    status, _ = get(changed(sandbox.download_url("/home/user/signed.txt"), change))

    # Nobody's signature belongs to no sandbox, so on an address shared by all of them there is none to ask.
    assert status in (400, 401, 404, 502)


def test_a_download_link_is_no_upload_link(sandbox):
    status, _ = post(sandbox.download_url("/home/user/read-only.txt"), b"overwritten")

    assert status in (401, 404, 502)
    assert not sandbox.files.exists("/home/user/read-only.txt")


def test_links_lead_to_their_own_sandbox(sandboxes):
    one, other = sandboxes.create(), sandboxes.create()
    one.files.write("/home/user/who.txt", "one")
    other.files.write("/home/user/who.txt", "other")

    assert get(one.download_url("/home/user/who.txt")) == (200, b"one")
    assert get(other.download_url("/home/user/who.txt")) == (200, b"other")


def get(url):
    return answer(urllib.request.Request(url))


def post(url, content):
    boundary = uuid.uuid4().hex
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'.encode()
        + content
        + f"\r\n--{boundary}--\r\n".encode()
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return answer(urllib.request.Request(url, data=body, headers=headers, method="POST"))


def answer(request):
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


def changed(url, change):
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | change
    return urlunsplit(parts._replace(query=urlencode(query)))
