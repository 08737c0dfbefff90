"""A signed link carries a signature and no name: what that means where several workers serve."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from conftest import GATEWAYS, through
from e2b import Sandbox


def test_a_link_through_one_url_works_at_its_own_worker_and_is_refused_in_words_at_the_other(spread):
    for sandbox in spread[:2]:
        sandbox.files.write("/tmp/given", "for you")
        replies = [get(sandbox_through(sandbox, gateway).download_url("/tmp/given")) for gateway in (0, 1)]

        assert sorted(status for status, _ in replies) == [200, 404]
        for status, body in replies:
            assert body == "for you" if status == 200 else "49983-SANDBOXID.DOMAIN works with every worker" in body


def test_a_link_that_names_its_sandbox_in_the_host_works_everywhere(spread):
    for sandbox in spread[:2]:
        sandbox.files.write("/tmp/given", "for you")
        query = urlsplit(sandbox.download_url("/tmp/given")).query
        for gateway in GATEWAYS:
            assert get(f"{gateway}/files?{query}", host=f"49983-{sandbox.sandbox_id}.sandboxes.example") == (200, "for you")


def sandbox_through(sandbox, gateway):
    return Sandbox.connect(sandbox.sandbox_id, **through(0, gateway))


def get(url, host=None):
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
