"""What people do at the provider is in their own audit log, once."""

from people import Person, api
from plain_http import eventually

# It is read every five seconds.
SECONDS = 60


def test_sign_ins_and_what_was_refused_are_in_the_persons_log():
    person = Person()
    tokens = person.sign_up()
    assert tokens.me().status == 200
    assert not Person(person.address, "wrong wrong wrong").enter().left_to
    # Signed in and out in one browser: the provider asks back when a token is of another one's session.
    elsewhere = Person(person.address, person.password)
    elsewhere.sign_out(elsewhere.sign_in())

    def seen():
        reply = api("GET", "/v1/me/audit-events?action=account&limit=100", tokens.access)
        return reply.status == 200 and [(each["action"], each["outcome"]) for each in reply.json["items"]]

    def complete():
        found = seen() or []
        wanted = {("account.register", "done"), ("account.sign_in", "done"), ("account.sign_in", "refused"), ("account.sign_out", "done")}
        return wanted <= set(found) and found

    found = eventually(complete, SECONDS)
    assert found.count(("account.register", "done")) == 1 and found.count(("account.sign_in", "refused")) == 1, found
