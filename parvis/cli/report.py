"""``parvis report YEAR``: the report of a year, printed from the facts as they are now."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import django

from parvis.cli.console import err, out
from parvis.cli.prepare import SETTINGS, prepare
from parvis.kernel.errors import ParvisError

if TYPE_CHECKING:
    from parvis.annualreport.queries import Report
    from parvis.network.models import Network


class NotPublished(ParvisError):
    """The network has nothing to say about this year."""


class NoSuchNetwork(ParvisError):
    """No network of the installation bears this code."""


class NotFinal(ParvisError):
    """Something stands against a final edition."""


class NotWritten(ParvisError):
    """The file cannot be written where it was asked for."""


def run(
    *,
    year: int,
    language: str,
    output: Path | None,
    form: str | None,
    network: str | None,
    final: bool,
) -> int:
    """Write the report and say where. Raises a sentence for each thing that can be refused."""
    prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    # Models exist once Django is set up.
    from django.db import transaction  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from parvis.annualreport import paper, queries  # noqa: PLC0415
    from parvis.papers.typesetting import typeset  # noqa: PLC0415

    form = form or ("html" if output and output.suffix.lower() in (".html", ".htm") else "pdf")
    with translation.override(language):
        with err.status("Reading the facts…"), transaction.atomic():
            here = _network(network)
            entry = queries.year_entry(queries.years(here), year)
            if entry is None:
                raise NotPublished(f"{year} is not published for the network “{here.code}”.")
            if final and (left := len(queries.open_for(here, year))):
                raise NotFinal(
                    f"Only a draft can be printed: {left} "
                    f"{'contradiction is' if left == 1 else 'contradictions are'} open. "
                    f"See what with: parvis check {year}"
                    + (f" --network {here.code}" if network else "")
                )
            edition = replace(queries.edition_of(here, year, language), is_final=final)
            report = queries.report(here, entry, language, _nowhere)
            target = _target(report, here, output, form)
            if form == "html":
                made = paper.page_of(report, here, edition)
            else:
                laid_out = paper.paper_of(report, here, edition)
        if form == "pdf":
            with err.status("Setting the pages…"):
                made = typeset(laid_out)
    _write(made, target)
    word = "draft" if edition.is_draft else "published" if edition.publication else "final edition"
    out.print(f"{target}: {word}, {len(made) / 1024:,.0f} KiB", markup=False, soft_wrap=True)
    return 0


def _network(code: str | None) -> Network:
    from parvis.network.queries import all_networks, find  # noqa: PLC0415

    found = find(code)
    if found is None:
        known = ", ".join(network.code for network in all_networks())
        if not known:
            raise NoSuchNetwork("No network is loaded yet: run parvis demo, or parvis load.")
        raise NoSuchNetwork(f"There is no network “{code}”; there is: {known}.")
    return found


def _target(report: Report, network: Network, output: Path | None, form: str) -> Path:
    """The file to write; that of a made-up network says so in its name, asked or not."""
    from parvis.annualreport import paper  # noqa: PLC0415

    target = output or Path(paper.file_name(report, network, suffix=f".{form}"))
    mark = paper.simulated_mark()
    if network.simulated and mark not in target.stem:
        target = target.with_name(f"{target.stem}-{mark}{target.suffix}")
        err.print(
            f"This network is made up, and the file says so: {target.name}",
            markup=False,
            soft_wrap=True,
        )
    return target


def _write(made: bytes, target: Path) -> None:
    """All of it or nothing: a reader never finds half a report. Raises NotWritten."""
    if target.is_dir():
        raise NotWritten(f"{target} is a folder; name a file in it.")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".parvis-", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
            part = Path(name)
            part.chmod(0o644)
            part.replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise NotWritten(f"The report cannot be written to {target}: {reason}.") from error


def _nowhere(_code: str) -> str:
    """On paper a figure leads to its line in the annexes, not to an address."""
    return ""
