"""The parts of the installation under test, as processes that can be killed, frozen and kept down."""

import os
import signal
import subprocess
from pathlib import Path

from plain_http import eventually

STATE = Path(os.environ["SMARTBOXES_STATE"])
HEAL_SECONDS = 60


class Part:
    """One supervised part, by the name that `infra/smartboxes status` shows."""

    def __init__(self, name):
        self.folder = STATE / "service" / name

    @property
    def pid(self):
        return int((self.folder / "supervise" / "pid").read_text() or 0)

    def kill(self):
        """kill -9; the supervisor starts it again."""
        before = self.pid
        os.kill(before, signal.SIGKILL)
        eventually(lambda: self._pid_or_none() not in (None, before), HEAL_SECONDS)

    def freeze(self):
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)

    def keep_down(self):
        """Killed, and not started again until let_up()."""
        subprocess.run(["sv", "down", self.folder], check=True, stdout=subprocess.DEVNULL)
        if self._pid_or_none():
            os.kill(self.pid, signal.SIGKILL)
        eventually(lambda: self._pid_or_none() is None)

    def let_up(self):
        subprocess.run(["sv", "up", self.folder], check=True, stdout=subprocess.DEVNULL)

    def _pid_or_none(self):
        text = (self.folder / "supervise" / "pid").read_text().strip()
        return int(text) if text else None
