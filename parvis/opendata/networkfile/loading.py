"""Writes a network file whole or not at all, and says what that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, cast

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import Actor, command
from parvis.annualreport.models import Text
from parvis.centres.models import (
    Alias,
    Centre,
    Closure,
    Equipment,
    Hours,
    Name,
    Pole,
    Site,
    SiteAlias,
    Space,
    SpecialDay,
    Stop,
    TeamMember,
)
from parvis.governance.models import Body, Mandate, Meeting, Office, Person
from parvis.indicators.models import Definition, Indicator, Observation
from parvis.kernel.errors import ParvisError
from parvis.kernel.history import signed
from parvis.kernel.keeping import CannotKeep, Change, read_ahead
from parvis.network.models import Fact, LabelFact, Membership, Network
from parvis.opendata.networkfile.checking import check, problem_at
from parvis.opendata.networkfile.errors import BrokenFile, Problem
from parvis.opendata.networkfile.lines import Document, Path, Unreadable, line_of, read
from parvis.opendata.networkfile.rules import figure
from parvis.opendata.networkfile.shapes import At, NetworkFile
from parvis.opendata.networkfile.writing import Writing
from parvis.partners.models import Agreement, Contribution, Duty, Partner
from parvis.sources.models import Source

LARGEST = 20_000_000
"""Bytes; the real network's file has about 300,000."""

OWN = frozenset(
    {SpecialDay, Closure, Stop, TeamMember, Space, Equipment, Agreement, Contribution, Duty}
)
"""What centres keep themselves: no file is expected to name it."""

_ONE_AT_A_TIME = 0x70617276_6973  # the advisory lock of whoever loads: «parvis»


@dataclass(frozen=True)
class Outcome:
    """What loading a file did: rows by change, and rows of the network the file does not name."""

    network: str
    created: int
    changed: int
    unchanged: int
    not_in_file: int
    by_section: dict[str, dict[Change, int]]

    def __str__(self) -> str:
        said = _(
            "%(network)s: %(created)d created, %(changed)d changed, %(unchanged)d unchanged."
        ) % {
            "network": self.network,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
        }
        if self.not_in_file:
            said += " " + ngettext(
                "%(left)d recorded row is not in the file; it was left as it is.",
                "%(left)d recorded rows are not in the file; they were left as they are.",
                self.not_in_file,
            ) % {"left": self.not_in_file}
        return said


def load_file(path: FilePath, *, by: Actor | None = None) -> Outcome:
    """Load a network file in one transaction; loading it again changes nothing.

    Raises BrokenFile, with every problem and its line, when anything in it is wrong: then nothing
    is written. What is recorded and not in the file is left alone.
    """
    document = _document(path)
    file, problems = check(document)
    if file is None:
        raise BrokenFile(path.name, problems)
    return _Loading(path.name, document, file, by or command("load")).run()


def _document(path: FilePath) -> Document:
    """The text of the file with its lines; never more than LARGEST bytes are read."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or _("it cannot be opened")
        raise _broken(path, None, _("cannot be read: %(reason)s") % {"reason": reason}) from error
    if len(raw) > LARGEST:
        raise _broken(
            path,
            None,
            _("is larger than %(limit)d MB, the most a network file may be")
            % {"limit": LARGEST // 1_000_000},
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _broken(path, line, _("is not written in UTF-8")) from error
    try:
        return read(text)
    except Unreadable as stop:
        raise _broken(path, line_of(text, stop.offset), stop.reason) from stop


def _broken(path: FilePath, line: int | None, reason: str) -> BrokenFile:
    return BrokenFile(path.name, [Problem(line, "", reason)])


class _Loading:
    """One load of one checked file."""

    def __init__(self, name: str, document: Document, file: NetworkFile, by: Actor) -> None:
        self.name = name
        self.document = document
        self.file = file
        self.by = by
        self.writing = Writing(file, by)

    def run(self) -> Outcome:
        """Everything, or BrokenFile and nothing."""
        try:
            with transaction.atomic():
                self._lock()
                self._refuse_what_is_recorded_otherwise()
                ahead = self._what_may_be_meant()
                # Signed once for all the actions inside: each would ask the database otherwise.
                with read_ahead(*ahead), signed(self.by):
                    self.writing.write()
                with connection.cursor() as cursor:
                    # What the database checks at the end of a transaction, it checks here: the
                    # commit then has nothing left to refuse.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                return self._outcome(ahead)
        except BrokenFile:
            raise
        except CannotKeep as refusal:
            raise self._refused(str(refusal), refusal.column) from refusal
        except ParvisError as refusal:
            raise self._refused(str(refusal)) from refusal
        except IntegrityError as refusal:
            raise self._refused(_why(refusal)) from refusal
        except DataError as refusal:
            raise self._refused(_("holds a value the database cannot keep")) from refusal

    def _refused(self, reason: str, column: str = "") -> BrokenFile:
        path = (*self.writing.at, column) if column else self.writing.at
        return BrokenFile(self.name, [problem_at(self.document, path, reason)])

    def _lock(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])

    def _refuse_what_is_recorded_otherwise(self) -> None:
        slips = [*self._other_world(), *self._chosen_otherwise()]
        if slips:
            raise BrokenFile(self.name, [problem_at(self.document, *slip) for slip in slips])

    def _other_world(self) -> Iterator[tuple[Path, str]]:
        simulated = self.file.network.simulated
        reason = _("is recorded as real") if simulated else _("is recorded as simulated")
        code = self.file.network.code
        if Network.objects.filter(code=code).exclude(simulated=simulated).exists():
            yield ("network", "simulated"), reason
        held: Sequence[tuple[type[Centre | Partner], Sequence[At[Any]]]] = (
            (Centre, self.file.centres),
            (Partner, self.file.partners),
        )
        for model, objects in held:
            others = set(
                model._default_manager.exclude(simulated=simulated).values_list("code", flat=True)
            )
            for one in objects:
                if one.it.code in others:
                    yield (*one.path, "code"), reason

    def _chosen_otherwise(self) -> Iterator[tuple[Path, str]]:
        """Figures whose chosen value is recorded under a code the file does not have."""
        codes = {one.it.code for one in self.file.observations}
        recorded = {
            cast("tuple[Hashable, ...]", row[1:]): row[0]
            for row in Observation.objects.filter(
                network__code=self.file.network.code, is_chosen=True
            )
            .exclude(code__in=codes)
            .values_list(
                "code",
                "indicator__code",
                "period",
                "scope",
                "centre__code",
                "body__code",
                "fact__code",
                "status",
            )
        }
        for one in self.file.observations:
            if one.it.chosen and (other := recorded.get(figure(one.it))):
                yield (
                    (*one.path, "chosen"),
                    _("is chosen, and so is “%(code)s”, already recorded for this figure")
                    % {"code": other},
                )

    def _what_may_be_meant(self) -> list[QuerySet[Any]]:
        """Every row the file may name, with its sources: read in one go instead of one by one."""
        code = self.file.network.code
        mine = Q(code__in=[one.it.code for one in self.file.centres])
        mine |= Q(memberships__network__code=code)
        there = Centre.objects.filter(mine).values("pk")
        cited: list[QuerySet[Any]] = [
            Centre.objects.filter(pk__in=there),
            Name.objects.filter(centre__in=there),
            Alias.objects.filter(centre__in=there),
            Site.objects.filter(centre__in=there),
            SiteAlias.objects.filter(site__centre__in=there),
            Pole.objects.filter(centre__in=there),
            Hours.objects.filter(site__centre__in=there),
            Membership.objects.filter(network__code=code),
            Fact.objects.filter(network__code=code),
            LabelFact.objects.filter(network__code=code),
            Person.objects.filter(network__code=code),
            Body.objects.filter(network__code=code),
            Office.objects.filter(body__network__code=code),
            Mandate.objects.filter(body__network__code=code),
            Meeting.objects.filter(body__network__code=code),
            Partner.objects.filter(
                Q(code__in=[one.it.code for one in self.file.partners]) | Q(centres__in=there)
            )
            .distinct()
            .prefetch_related("centres"),
            Observation.objects.filter(network__code=code),
            Text.objects.filter(network__code=code),
        ]
        own: list[QuerySet[Any]] = [
            SpecialDay.objects.filter(site__centre__in=there),
            Closure.objects.filter(site__centre__in=there),
            Stop.objects.filter(site__centre__in=there),
            TeamMember.objects.filter(centre__in=there),
            Space.objects.filter(site__centre__in=there),
            Equipment.objects.filter(space__site__centre__in=there),
            Agreement.objects.filter(centre__in=there),
            Contribution.objects.filter(agreement__centre__in=there),
            Duty.objects.filter(site__centre__in=there),
        ]
        return [
            *own,
            Source.objects.filter(collection=code),
            *(rows.prefetch_related("sources") for rows in cited),
            Indicator.objects.filter(network__code=code),
            Definition.objects.filter(indicator__network__code=code).prefetch_related("components"),
        ]

    def _outcome(self, ahead: Iterable[QuerySet[Any]]) -> Outcome:
        whole: Counter[Change] = Counter()
        for counts in self.writing.done.values():
            whole.update(counts)
        left = sum(
            rows.prefetch_related(None).exclude(pk__in=self.writing.seen[rows.model]).count()
            for rows in ahead
            if rows.model not in OWN
        )
        return Outcome(
            network=self.file.network.code,
            created=whole[Change.CREATED],
            changed=whole[Change.CHANGED],
            unchanged=whole[Change.UNCHANGED],
            not_in_file=left,
            by_section={name: dict(counts) for name, counts in self.writing.done.items()},
        )


def _why(refusal: IntegrityError) -> str:
    """What the database refused, in a sentence; the name of its rule when we have no better."""
    name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None) or ""
    if name.endswith("_one_chosen"):
        return _("is chosen, and so is another value already recorded")
    if name.endswith("_ends_after_it_starts"):
        return _("ends before it starts, or its end is known less precisely than its start")
    if name.endswith("_world"):
        return _("real and simulated facts are never mixed")
    if name.endswith("_one_current_main_site"):
        return _("this centre already has a main site that is not ended")
    if name.endswith("_once"):
        return _("is already recorded otherwise")
    return _("breaks the rule “%(rule)s” of the database") % {"rule": name or "?"}
