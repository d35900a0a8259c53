"""Where the embedded database lies, and whose it is."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from parvis.kernel.embedded.errors import DatabaseUnavailable

CLUSTERS_THAT_MAY_LOSE_DATA = frozenset({"test"})
"""Clusters run without waiting for the disk: quick, and worth nothing after a power cut."""

ROLES = ("postgres", "parvis_owner", "parvis_app")
"""The superuser (used by nobody in daily life), the role that migrates, the role that runs."""

DATABASE = "parvis"
SYSTEM_FOLDER = Path("/var/lib/parvis")
SOCKET_NAME = ".s.PGSQL.5432"
NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY  # refuses a file that somebody put there before
LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit for a Unix socket, less the closing zero


@dataclass(frozen=True, slots=True)
class Place:
    """One cluster: a name, the folders it lies in, and the system user who owns them."""

    cluster: str
    var: Path
    """Parvis's own writable folder; the locks, the logs and the passwords lie below it."""
    home: Path
    """The folder of the server's owner: data, and for root the copied binaries too."""
    socket: Path
    """The private folder of the Unix socket."""
    uid: int
    gid: int
    by_root: bool
    """Started by root: the server runs as another user, since PostgreSQL refuses root."""

    @property
    def durable(self) -> bool:
        """Whether what is committed survives a power cut."""
        return self.cluster not in CLUSTERS_THAT_MAY_LOSE_DATA

    @property
    def record(self) -> Path:
        """The folder of the locks, the logs and the passwords; owned by whoever runs parvis."""
        return self.var / "postgres" / self.cluster

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return (self.home / self.cluster if self.by_root else self.home) / "data"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the database."""
        return self.record / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever is starting the keeper, so that two never start at once."""
        return self.record / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper for its whole life; its text says what the keeper is doing."""
        return self.record / "keeper.lock"

    @property
    def server_log(self) -> Path:
        """What PostgreSQL says; never the text or the values of a query."""
        return self.record / "server.log"

    @property
    def passwords_file(self) -> Path:
        """The roles' passwords, readable by their owner only."""
        return self.record / "passwords.json"

    @property
    def owner(self) -> str:
        """The name of the system user who owns the data."""
        return user_name(self.uid)

    def passwords(self) -> dict[str, str]:
        """The password of each role, drawn at the first call.

        Raises DatabaseUnavailable when the file is not ours or is damaged.
        """
        make_private(self.record)
        if not self.passwords_file.exists():
            draft = self.record / f"passwords.{secrets.token_hex(6)}"
            with os.fdopen(os.open(draft, NEW_FILE, 0o600), "w") as file:
                json.dump({role: secrets.token_urlsafe(24) for role in ROLES}, file)
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(draft, self.passwords_file)  # whoever comes second keeps the first's
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        try:
            known = json.loads(self.passwords_file.read_text())
            return {role: str(known[role]) for role in ROLES}
        except PermissionError as error:
            raise belongs_to_another(self.record) from error
        except (ValueError, KeyError, TypeError) as error:
            raise DatabaseUnavailable(
                f"The password file {self.passwords_file} is damaged: delete it and start again, "
                "new passwords will be set."
            ) from error


def here(cluster: str | None = None, *, var: Path | None = None) -> Place:
    """The place of the embedded database for whoever is running now.

    PARVIS_VAR moves the writable folder, PARVIS_CLUSTER picks a cluster other than "main".
    Raises DatabaseUnavailable when the folder belongs to someone else.
    """
    var = (var or _var()).absolute()
    cluster = cluster or os.environ.get("PARVIS_CLUSTER") or "main"
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,19}", cluster):
        raise DatabaseUnavailable(
            f"PARVIS_CLUSTER is “{cluster}”: write a short name of small letters and digits."
        )
    var = Path(os.path.realpath(var))
    record = var / "postgres" / cluster
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    if os.geteuid() != 0:
        uid, gid = os.geteuid(), os.getegid()
        socket = record / "socket"
        if len(os.fsencode(socket / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            socket = Path(f"/tmp/parvis-{uid}-{mark}-{cluster}")  # noqa: S108 - checked to be ours
        return Place(cluster, var, record, socket, uid, gid, by_root=False)
    _refuse_data_of_another(record)
    home = SYSTEM_FOLDER / mark
    uid, gid = _server_user(home / cluster / "data")
    return Place(cluster, var, home, home / cluster / "socket", uid, gid, by_root=True)


def _var() -> Path:
    if chosen := os.environ.get("PARVIS_VAR"):
        return Path(chosen).expanduser()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "parvis"


def _refuse_data_of_another(record: Path) -> None:
    try:
        uid = (record / "data").stat().st_uid
    except OSError:
        return
    raise DatabaseUnavailable(
        f"The database in {record} was made by {user_name(uid)}: run parvis as {user_name(uid)}, "
        "not as root."
    )


def _server_user(data: Path) -> tuple[int, int]:
    """Whoever owns the data; before there is any, the user parvis if there is one, or nobody."""
    try:
        found = data.stat()
    except OSError:
        pass
    else:
        return found.st_uid, found.st_gid
    for name in ("parvis", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return entry.pw_uid, entry.pw_gid
    return 65534, 65534


def user_name(uid: int) -> str:
    """The system's name for a user number, or the number itself."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def make_private(folder: Path, owner: tuple[int, int] | None = None) -> None:
    """Make a folder (and those above it) that only its owner can enter.

    Raises DatabaseUnavailable when the folder exists and is someone else's.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            folder.chmod(0o700)
            if owner is not None:
                os.chown(folder, *owner)
        found = folder.lstat()
        if owner is not None and _was_left_unfinished(folder, found):
            os.chown(folder, *owner, follow_symlinks=False)
            found = folder.lstat()
    except PermissionError as error:
        raise belongs_to_another(folder) from error
    expected = owner[0] if owner is not None else os.geteuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != expected:
        raise belongs_to_another(folder)
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


def _was_left_unfinished(folder: Path, found: os.stat_result) -> bool:
    """Whether we, as root, were killed between making this folder and giving it away.

    It is then empty, root's, and closed to everybody else.
    """
    return (
        os.geteuid() == 0
        and stat.S_ISDIR(found.st_mode)
        and found.st_uid == 0
        and not stat.S_IMODE(found.st_mode) & 0o077
        and not any(folder.iterdir())
    )


def belongs_to_another(folder: Path) -> DatabaseUnavailable:
    """The refusal said when a folder we need is someone else's."""
    nearest = folder
    while not os.path.lexists(nearest) and nearest != nearest.parent:
        nearest = nearest.parent
    try:
        owner = user_name(nearest.lstat().st_uid)
    except OSError:
        owner = "someone else"
    return DatabaseUnavailable(
        f"{nearest} belongs to {owner} and cannot be used by {user_name(os.geteuid())}: run parvis "
        f"as {owner}, or set PARVIS_VAR to a folder of your own."
    )
