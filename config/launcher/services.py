"""One supervised process: started, watched, started again with growing pauses, stopped with its children."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.processes import CannotRun, dies_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a process is started again
STEADY_AFTER = 10.0  # seconds of life after which the pause is short again: growing ones are for what cannot start
LOG_LIMIT = 5_000_000  # bytes of a log kept from one start to the next


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, flush=True)


def spawn(command: list[str], environment: dict[str, str], log: Path | None, cwd: Path) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own that ends with us; it writes to ``log``, else as we."""
    output = None if log is None else log.open("ab")
    try:
        return subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
    finally:
        if output is not None:
            output.close()


def kill_group(leader: int) -> None:
    """End what is left of a process group at once."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


@dataclass
class Service:
    """A process that must always run. ``start`` makes a new one; ``ready`` tells whether it serves."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    ready: Callable[[], bool]
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0  # seconds between asking it to stop and killing it
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0  # seconds since 1970, for people
    restarts: int = 0
    _born: float = field(default=0.0, repr=False)
    _pause: float = field(default=FIRST_PAUSE, repr=False)
    _next_try: float = field(default=0.0, repr=False)

    def begin(self) -> None:
        """Start it now."""
        self._born = time.monotonic()
        self.started_at = time.time()
        self.process = self.start()

    def tend(self) -> bool:
        """Start it again if it has died and its pause is over; tells whether anything changed."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return False
            kill_group(self.process.pid)
            self._pause = FIRST_PAUSE if now - self._born > STEADY_AFTER else self._pause
            self._next_try = now + self._pause
            say(f"{self.name} ended ({_reason(code)}); starting it again in {self._pause:.1f} s.")
            self.process = None
            return True
        if now < self._next_try:
            return False
        self.restarts += 1
        self._pause = min(LONGEST_PAUSE, self._pause * 2)
        try:
            self.begin()
        except (CannotRun, OSError) as fault:
            self._next_try = now + self._pause
            say(f"{self.name} can't be started: {fault}")
        return True

    def ask_to_stop(self) -> None:
        """Send the signal that means an orderly end."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, self.stop_signal)

    def finish(self) -> None:
        """Wait for the orderly end, at most ``grace`` seconds, then kill what is left of the group."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=self.grace)
        except subprocess.TimeoutExpired:
            say(f"{self.name} did not end within {self.grace:.0f} s; killing it.")
        kill_group(self.process.pid)
        self.process.wait()


def _reason(code: int) -> str:
    """Why a process ended, from its exit code (negative: a signal)."""
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def trim(log: Path) -> None:
    """Put a log that has grown too long aside as ``.old``."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old"))
