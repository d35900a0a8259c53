"""A paper is set by Typst in a process of its own, from data and pictures, never from markup.

What people wrote reaches Typst as JSON strings in a private folder, which is all Typst can read:
a text that looks like a command is printed as it stands. The same template, data and pictures
give the same bytes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from parvis.papers.errors import MissingAlternative, NotPrintable

HERE = Path(__file__).resolve().parent
HOUSE = HERE / "typst"
SECONDS = 60
REFUSED = 3


@dataclass(frozen=True)
class Picture:
    """An SVG drawing and the words that replace it for those who do not see it."""

    name: str
    svg: str
    alternative: str


@dataclass(frozen=True)
class Paper:
    """All that a paper is made of.

    `folder` holds its Typst templates, of which `main` is compiled; `data` is what the template
    reads as data.json; `day` is the date the file bears, the same for the same facts.
    """

    folder: Path
    main: str
    data: Mapping[str, Any]
    day: datetime.date
    pictures: tuple[Picture, ...] = field(default=())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything the bytes depend on: facts, templates, fonts, Typst itself."""
        digest = hashlib.sha256(_surroundings(self.folder).encode())
        digest.update(f"{self.main} {self.day}\n{self._written()}".encode())
        for picture in self.pictures:
            digest.update(json.dumps([picture.name, picture.svg, picture.alternative]).encode())
        return digest.hexdigest()

    def _written(self) -> str:
        alternatives = {picture.name: picture.alternative for picture in self.pictures}
        return json.dumps(
            {**self.data, "alternatives": alternatives}, ensure_ascii=False, sort_keys=True
        )

    def lay_out(self, root: Path) -> None:
        """Write what Typst will read into its private folder. Raises MissingAlternative."""
        for picture in self.pictures:
            if not picture.alternative.strip():
                raise MissingAlternative(
                    _(
                        "The picture “%(name)s” has no alternative text: "
                        "write what it shows, then print again."
                    )
                    % {"name": picture.name}
                )
        for source in (HOUSE, self.folder):
            for template in sorted(source.glob("*.typ")):
                shutil.copyfile(template, root / template.name)
        (root / "data.json").write_text(self._written(), encoding="utf-8")
        (root / "pictures").mkdir()
        for picture in self.pictures:
            (root / "pictures" / f"{picture.name}.svg").write_text(picture.svg, encoding="utf-8")


def typeset(paper: Paper) -> bytes:
    """The paper as tagged PDF (PDF/UA-1 and PDF/A-2a). Raises MissingAlternative, NotPrintable."""
    with tempfile.TemporaryDirectory(prefix="parvis-paper-") as folder:  # 0700
        root = Path(folder).resolve()
        paper.lay_out(root)
        moment = datetime.datetime.combine(paper.day, datetime.time(12), datetime.UTC)
        _run([str(root), paper.main, str(int(moment.timestamp()))])
        return (root / "paper.pdf").read_bytes()


def _run(words: Iterable[str]) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - our own words only
            [sys.executable, "-m", "parvis.papers", *words],
            env={name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
            cwd=HERE.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise NotPrintable(
            _("The paper was not finished after %(n)s seconds; nothing was written.")
            % {"n": SECONDS}
        ) from late
    if done.returncode == 0:
        return
    said = " ".join(done.stderr.decode(errors="replace").split())[:300]
    if done.returncode == REFUSED:
        raise NotPrintable(_("Typst refused the paper: %(why)s") % {"why": said})
    raise NotPrintable(
        _("The paper could not be set (exit code %(code)s).") % {"code": done.returncode}
    )


@cache
def _surroundings(folder: Path) -> str:
    """What stays while the program runs: templates, fonts, the version of Typst."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted(
        [*HOUSE.glob("*.typ"), *folder.glob("*.typ"), *(HERE / "fonts").glob("*.ttf")]
    ):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
