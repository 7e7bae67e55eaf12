"""What the scripts that start a server share: free ports, children that never outlive us, signals passed on."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def cache_folder() -> Path:
    """The folder that outlives a clone: built dependencies, downloaded packages, Python's environment."""
    named = os.environ.get("QIANMO_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qianmo"


def target_folder() -> Path:
    named = os.environ.get("CARGO_TARGET_DIR")
    return Path(named) if named else cache_folder() / "target"


def prepare_environment():
    """For cargo and npm that we start: the same folders that scripts/env names for shell scripts."""
    os.environ.setdefault("QIANMO_CACHE", str(cache_folder()))
    os.environ.setdefault("CARGO_TARGET_DIR", str(target_folder()))
    os.environ.setdefault("npm_config_cache", str(cache_folder() / "npm"))
    if os.environ.get("CI") == "true":
        os.environ.setdefault("CARGO_INCREMENTAL", "0")


def free_port() -> int:
    """A loopback port that was free a moment ago. Whoever listens there must be ready to be given another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def die_with_parent(with_signal: int):
    """For preexec_fn: on Linux the kernel ends the child when we are killed outright. Elsewhere there is no such thing."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: afterwards only plain system calls are safe
    parent = os.getpid()

    def ask():
        libc.prctl(1, with_signal)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:  # it died between the fork and the line above
            os._exit(1)

    return ask


def stop(child: subprocess.Popen, ask: int, patience: float, insist: int = signal.SIGKILL) -> int:
    """Ends a child that we started, gently first. Returns its exit code."""
    if child.poll() is None:
        child.send_signal(ask)
        try:
            return child.wait(patience)
        except subprocess.TimeoutExpired:
            child.send_signal(insist)
    return child.wait()


class Interrupted(Exception):
    """A signal asked us to end."""

    def __init__(self, number: int):
        self.number = number


def raise_on_signals():
    """SIGTERM and SIGHUP become an exception, as SIGINT is already, so that `finally` runs for all of them."""

    def handler(number, _frame):
        raise Interrupted(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def run_command(command: list[str], environment: dict[str, str]) -> int:
    """Runs the command in the foreground; a signal that we get is passed on to it, and we wait until it has gone."""
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    try:
        code = child.wait()
    except Interrupted as caught:
        # From a terminal Ctrl-C reached the command as well; saying it twice does no harm.
        stop(child, caught.number, 10)
        raise
    return code if code >= 0 else 128 - code


def ignore_signals():
    """While cleaning up: a second Ctrl-C must not leave half of it undone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def tail(path: Path, lines: int = 40) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
