"""Lists: filters, order and pages."""

from e2b import Sandbox, SandboxQuery, SandboxState


def test_metadata_filters_are_combined(sandboxes, run_id):
    blue = sandboxes.create(metadata={"colour": "blue", "size": "big"})
    sandboxes.create(metadata={"colour": "blue", "size": "small"})
    sandboxes.create(metadata={"colour": "red", "size": "big"})

    assert ids(metadata={"run": run_id, "colour": "blue", "size": "big"}) == [blue.sandbox_id]
    assert ids(metadata={"run": run_id, "colour": "green"}) == []


def test_filters_survive_every_character(sandboxes, run_id):
    awkward = {"a b=c&d": "50% of ü/+?#"}
    sandbox = sandboxes.create(metadata=awkward)

    assert sandbox.get_info().metadata == {"run": run_id, **awkward}
    assert ids(metadata={"run": run_id, **awkward}) == [sandbox.sandbox_id]


def test_pages_hold_everything_once_newest_first(sandboxes, run_id):
    created = [sandboxes.create(metadata={"page": "yes"}).sandbox_id for _ in range(5)]
    paginator = Sandbox.list(query=SandboxQuery(metadata={"run": run_id, "page": "yes"}), limit=2)

    pages = []
    while paginator.has_next:
        pages.append([item.sandbox_id for item in paginator.next_items()])

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sum(pages, []) == list(reversed(created))


def test_states_can_be_asked_for(sandboxes, run_id):
    sandbox = sandboxes.create(metadata={"state": "asked"})
    mine = {"run": run_id, "state": "asked"}

    assert ids(metadata=mine, state=[SandboxState.RUNNING]) == [sandbox.sandbox_id]
    assert ids(metadata=mine, state=[SandboxState.RUNNING, SandboxState.PAUSED]) == [sandbox.sandbox_id]
    assert ids(metadata=mine, state=[SandboxState.PAUSED]) == []


def ids(**query):
    return [item.sandbox_id for item in Sandbox.list(query=SandboxQuery(**query)).next_items()]
