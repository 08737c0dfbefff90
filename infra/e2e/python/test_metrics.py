"""What sandboxes use, as their owner sees it over time."""

from datetime import datetime, timedelta, timezone

from conftest import eventually
from e2b import Sandbox

MIB = 1 << 20


def test_a_busy_sandbox_shows_it(sandbox):
    sandbox.commands.run("while :; do :; done", background=True, timeout=0)

    metric = eventually(lambda: next((m for m in sandbox.get_metrics() if m.cpu_used_pct > 10), None))

    assert metric.cpu_count == 2
    assert metric.cpu_used_pct <= 100
    assert metric.mem_total == 512 * MIB and 0 < metric.mem_used < metric.mem_total
    assert metric.disk_total == 5120 * MIB and 0 <= metric.disk_used < metric.disk_total
    assert abs(datetime.now(timezone.utc) - metric.timestamp) < timedelta(minutes=2)


def test_figures_between_two_times(sandbox):
    first = eventually(lambda: sandbox.get_metrics())[0].timestamp
    eventually(lambda: len(sandbox.get_metrics()) > 1)

    some = sandbox.get_metrics(start=first - timedelta(hours=1), end=first)

    assert [metric.timestamp for metric in some] == [first]
    assert sandbox.get_metrics(start=first + timedelta(hours=1)) == []
    assert sandbox.get_metrics(end=first - timedelta(hours=1)) == []


def test_figures_are_there_after_the_end(sandboxes):
    mine = sandboxes.create()
    eventually(lambda: mine.get_metrics())
    mine.kill()

    assert Sandbox.get_metrics(mine.sandbox_id)
