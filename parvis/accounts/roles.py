"""Every role of the network in one place: where it is held, what it must, what it must never.

The source is the table of roles of the mission (domain.md, section 11): eighteen beside the
visitor, who has no account, and the treasurer. `docs/roles.md` is written from this file
(deploy/write_roles.py), and a test reads the whole matrix. Rights on things whose room is not
built yet are declared all the same: the room will ask for them by name.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Reach(enum.Enum):
    """How far a role goes: the whole installation, one centre, one partner."""

    NETWORK = "network"
    CENTRE = "centre"
    PARTNER = "partner"


class Act(enum.Enum):
    """What one may do with a thing."""

    READ = "read"
    WRITE = "write"
    DECIDE = "decide"
    EXPORT = "export"

    @property
    def said(self) -> _StrPromise:
        """In words."""
        return _ACTS[self]


class Thing(enum.Enum):
    """What a right is about, in the field's own words."""

    VISIT = "visit"
    TICKET = "ticket"
    TALLY = "tally"
    DEVICE = "device"
    DUTY = "duty"
    INTERVIEW = "interview"
    CASE = "case"
    SESSION = "session"
    ATTENDANCE = "attendance"
    ATTENDEE_CONTACT = "attendee-contact"
    REGISTRATION = "registration"
    COLLECTION = "collection"
    CENTRE = "centre"
    STAFF = "staff"
    ROLE = "role"
    SHARED_POST = "shared-post"
    PARTNER = "partner"
    AGREEMENT = "agreement"
    FIGURE = "figure"
    SMALL_CELL = "small-cell"
    CAMPAIGN = "campaign"
    PRACTICE = "practice"
    DIRECTORY = "directory"
    AGENDA = "agenda"
    PAGE = "page"
    NEWSLETTER = "newsletter"
    REPORT = "report"
    CONTRADICTION = "contradiction"
    LABEL_FILE = "label-file"
    LABEL_OPINION = "label-opinion"
    LABEL_DECISION = "label-decision"
    LOGO = "logo"
    DUES = "dues"
    DUE_AMOUNT = "due-amount"
    BUDGET = "budget"
    MEETING = "meeting"
    VOTE = "vote"
    MANDATE = "mandate"
    TRAINER_CALL = "trainer-call"
    PROJECT = "project"
    REGISTER = "register"
    ACCESS_LOG = "access-log"
    BACKUP = "backup"

    @property
    def said(self) -> _StrPromise:
        """In words."""
        return _THINGS[self]


Right = tuple[Thing, Act]


@dataclass(frozen=True)
class Within:
    """Where the rows of a model lie: what they are, and the way from a row to its place.

    A model says `within = Within(Thing.AGREEMENT, centre="site__centre", partner="partner")`. A way
    left empty is closed: whoever holds a role there does not reach the row by it. `simulated` is
    the way to whether the row is made up, empty for what is neither.
    """

    thing: Thing
    centre: str = ""
    partner: str = ""
    simulated: str = "simulated"

    def way(self, reach: Reach) -> str:
        """The lookup from the row to the place of this kind, or nothing."""
        return {Reach.CENTRE: self.centre, Reach.PARTNER: self.partner}.get(reach, "")


@dataclass(frozen=True)
class Role:
    """A role: what the person reads when invited, and the rights that sentence stands for."""

    reach: Reach
    code: str
    field_name: str
    """As domain.md names it."""
    title: _StrPromise
    sentence: _StrPromise
    """What it is for, said to the person."""
    never_said: _StrPromise
    """What it never does, said to the person."""
    rights: frozenset[Right]
    never: frozenset[Right] = frozenset()
    """Rights this role must never gain, here or by an edit of this file: a test compares."""
    appoints: frozenset[str] = frozenset()
    """Keys of the roles it may give, within its own reach."""
    second_factor: bool = False
    """Whether a password alone is not enough."""
    short_code: bool = False
    """Whether it may be taken up with a short code on a shared post."""

    @property
    def key(self) -> str:
        """«centre:manager»: one word for reach and code."""
        return f"{self.reach.value}:{self.code}"


_ACTS = {
    Act.READ: _("read"),
    Act.WRITE: _("write"),
    Act.DECIDE: _("decide"),
    Act.EXPORT: _("export"),
}

_THINGS = {
    Thing.VISIT: _("visits, one by one"),
    Thing.TICKET: _("tickets and the queue"),
    Thing.TALLY: _("counts of a site, day by day"),
    Thing.DEVICE: _("screens and tablets that need no sign-in, and their keys"),
    Thing.DUTY: _("duty sessions of partners"),
    Thing.INTERVIEW: _("interviews, counted by codes"),
    Thing.CASE: _("what a person said in an interview or a thread"),
    Thing.SESSION: _("sessions of the programme"),
    Thing.ATTENDANCE: _("attendance of a session"),
    Thing.ATTENDEE_CONTACT: _("reminder addresses of participants"),
    Thing.REGISTRATION: _("registrations of professionals, by name"),
    Thing.COLLECTION: _("references, copies and equipment"),
    Thing.CENTRE: _("facts of a centre"),
    Thing.STAFF: _("posts and accounts of staff"),
    Thing.ROLE: _("the office as another role sees it"),
    Thing.SHARED_POST: _("shared posts and their short codes"),
    Thing.PARTNER: _("facts of a partner"),
    Thing.AGREEMENT: _("agreements and contributions"),
    Thing.FIGURE: _("indicators and returns"),
    Thing.SMALL_CELL: _("counts too small to publish"),
    Thing.CAMPAIGN: _("campaigns of collection"),
    Thing.PRACTICE: _("shared practices"),
    Thing.DIRECTORY: _("the directory of members"),
    Thing.AGENDA: _("the network’s agenda"),
    Thing.PAGE: _("pages and translations"),
    Thing.NEWSLETTER: _("the newsletter"),
    Thing.REPORT: _("the annual report"),
    Thing.CONTRADICTION: _("contradictions of the report"),
    Thing.LABEL_FILE: _("label files"),
    Thing.LABEL_OPINION: _("label opinions"),
    Thing.LABEL_DECISION: _("label decisions"),
    Thing.LOGO: _("rights on the logo"),
    Thing.DUES: _("dues, payments and receipts"),
    Thing.DUE_AMOUNT: _("amounts of dues"),
    Thing.BUDGET: _("the budget"),
    Thing.MEETING: _("meetings, agendas and minutes"),
    Thing.VOTE: _("votes"),
    Thing.MANDATE: _("mandates"),
    Thing.TRAINER_CALL: _("calls for trainer-counsellors"),
    Thing.PROJECT: _("projects and deliverables"),
    Thing.REGISTER: _("the register of processing and retention"),
    Thing.ACCESS_LOG: _("the log of sign-ins"),
    Thing.BACKUP: _("backups"),
}

R, W, D, X = Act.READ, Act.WRITE, Act.DECIDE, Act.EXPORT


def _may(**acts: str) -> frozenset[Right]:
    """Rights written shortly: visit="rw" is reading and writing visits."""
    letters = {"r": R, "w": W, "d": D, "x": X}
    return frozenset(
        (Thing[thing.upper()], letters[letter]) for thing, word in acts.items() for letter in word
    )


_IN_A_CENTRE = _may(centre="r", partner="r", agenda="r", page="r", directory="r", practice="r")
"""What everybody who works in a centre reads."""

_IN_THE_NETWORK = _may(
    centre="r", partner="r", directory="r", agenda="r", page="r", report="r", practice="r"
)
"""What everybody who works for the network reads."""

_NO_CASE = _may(case="rwdx")
_NO_ROWS = _may(visit="rwdx", case="rwdx", attendee_contact="rwdx")

_ALL = (
    Role(
        Reach.CENTRE,
        "reception",
        "Reception officer",
        _("reception officer"),
        _(
            "You welcome, count and orient visitors, issue and call tickets, see which partners "
            "are on duty now, and open a shared post for the counsellors of the day."
        ),
        _("You never see or write anything about a person’s case."),
        _IN_A_CENTRE
        | _may(visit="rw", ticket="rw", tally="r", device="rw", duty="rw")
        | _may(session="r", attendance="rw", shared_post="rw"),
        never=_NO_CASE | _may(interview="rwdx", staff="wdx"),
    ),
    Role(
        Reach.PARTNER,
        "counsellor",
        "Partner counsellor",
        _("counsellor"),
        _(
            "You see your duty sessions of the day, call the next visitor, hand over, close an "
            "interview with codes, and say when you will be away."
        ),
        _("You never see other visits of the same person, and nobody ranks you."),
        _may(
            partner="r",
            centre="r",
            agenda="r",
            practice="r",
            ticket="rw",
            duty="rw",
            interview="w",
            case="rw",
            session="r",
            collection="r",
        ),
        never=_may(visit="rdx", interview="rdx", staff="rwdx"),
        short_code=True,
    ),
    Role(
        Reach.PARTNER,
        "facilitator",
        "Facilitator",
        _("workshop facilitator"),
        _(
            "You propose sessions, see how many seats are taken, enter attendance and collect "
            "what participants thought."
        ),
        _("You never export how to reach the participants."),
        _may(partner="r", centre="r", agenda="r", practice="r", session="rw", attendance="rw"),
        never=_may(attendee_contact="rwdx", visit="rwdx", case="rwdx"),
        short_code=True,
    ),
    Role(
        Reach.CENTRE,
        "documentalist",
        "Documentalist / digital steward",
        _("documentalist"),
        _(
            "You keep references, copies, devices and headsets in order, and watch over "
            "information that expires."
        ),
        _("You never see anything about a person’s case."),
        _IN_A_CENTRE | _may(collection="rwx", session="r"),
        never=_NO_ROWS,
    ),
    Role(
        Reach.PARTNER,
        "manager",
        "Partner's manager",
        _("partner’s manager"),
        _(
            "You plan your own staff, confirm your duty sessions and read the yearly statement "
            "of what your organisation contributes."
        ),
        _("You never see the staff of another partner."),
        _may(
            partner="rw",
            centre="r",
            agenda="r",
            practice="r",
            duty="rw",
            session="r",
            staff="rw",
            agreement="r",
            figure="r",
        ),
        never=_NO_ROWS,
        appoints=frozenset({"partner:counsellor", "partner:facilitator"}),
    ),
    Role(
        Reach.CENTRE,
        "partnerships",
        "Partnership manager",
        _("partnership manager"),
        _(
            "You keep agreements and contributions, prepare coordination meetings and see where "
            "duty sessions are not covered."
        ),
        _("You never see a visit or anything about a person’s case."),
        _IN_A_CENTRE
        | _may(partner="rw", agreement="rwx", duty="r", meeting="rw", figure="r", session="rwd"),
        never=_NO_ROWS,
    ),
    Role(
        Reach.CENTRE,
        "manager",
        "Centre manager",
        _("centre manager"),
        _(
            "You see how the centre is doing today and this month, staff it, write its annual "
            "report and its label file, and submit its indicators."
        ),
        _("You never publish a count so small that somebody could be recognised."),
        _IN_A_CENTRE
        | _may(
            centre="rw",
            partner="rw",
            agreement="rwx",
            staff="rw",
            shared_post="rw",
            visit="rwd",
            ticket="rw",
            tally="rx",
            device="rw",
            duty="rw",
            session="rwd",
            attendance="rw",
            registration="rwx",
            collection="r",
            figure="rwdx",
            campaign="r",
            report="rw",
            label_file="rw",
            page="rw",
            dues="r",
            meeting="r",
            practice="rw",
        ),
        never=_may(small_cell="dx", case="rwdx", label_opinion="rwdx", label_decision="wdx"),
        appoints=frozenset(
            {
                "centre:manager",
                "centre:partnerships",
                "centre:referent",
                "centre:reception",
                "centre:documentalist",
                "centre:editor",
                "partner:manager",
                "partner:counsellor",
                "partner:facilitator",
                "partner:funder",
            }
        ),
    ),
    Role(
        Reach.CENTRE,
        "referent",
        "Référent Réseau",
        _("network referent"),
        _(
            "You are the network’s correspondent in your centre: you fill in its campaigns, "
            "share practices and answer queries."
        ),
        _("You never see a visit or anything about a person’s case."),
        _IN_A_CENTRE | _may(campaign="rw", figure="rw", practice="rw", report="r", tally="r"),
        never=_NO_ROWS | _may(small_cell="dx"),
    ),
    Role(
        Reach.NETWORK,
        "coordinator",
        "Network coordinator",
        _("network coordination"),
        _(
            "You keep the directory, campaigns, consolidation, agenda, newsletter, webinars and "
            "projects of the network, settle the contradictions of its report and publish it."
        ),
        _("You never see the visits of a centre one by one."),
        _IN_THE_NETWORK
        | _may(
            directory="rwx",
            campaign="rwdx",
            figure="rdx",
            agenda="rw",
            session="rwd",
            attendance="rw",
            registration="rwx",
            newsletter="rwd",
            project="rw",
            practice="rwd",
            report="rwdx",
            contradiction="rw",
            meeting="rw",
            page="rw",
            staff="rw",
            dues="r",
            mandate="r",
            label_file="r",
            label_decision="r",
        ),
        never=_NO_ROWS | _may(small_cell="rwdx", vote="rwdx", label_opinion="rwdx"),
        appoints=frozenset(
            {
                "centre:manager",
                "centre:referent",
                "centre:candidate",
                "partner:funder",
                "network:editor",
                "network:project-manager",
            }
        ),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "label-authority",
        "Label Authority",
        _("label authority"),
        _(
            "You keep label files, criteria, sessions and decisions, the rights on the logo and "
            "the history of every label."
        ),
        _("You never edit the figures of a centre."),
        _IN_THE_NETWORK
        | _may(
            label_file="rwdx",
            label_opinion="r",
            label_decision="rwd",
            logo="rwd",
            figure="r",
            meeting="rw",
            staff="rw",
        ),
        never=_NO_ROWS | _may(figure="wd", centre="wd"),
        appoints=frozenset({"network:label-expert", "centre:candidate"}),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "label-expert",
        "Committee member / external expert",
        _("member of the label committee or expert"),
        _("You read the label files given to you, give your opinion, and stand aside when asked."),
        _("You never vote on your own centre."),
        _IN_THE_NETWORK | _may(label_file="r", label_opinion="rw", figure="r"),
        never=_NO_ROWS | _may(label_decision="wd", figure="wdx", centre="wd", label_file="wd"),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "treasurer",
        "Treasurer",
        _("treasurer"),
        _("You keep dues, payments, receipts and the budget of the network."),
        _("You never see visits, votes or label opinions."),
        _IN_THE_NETWORK | _may(dues="rwdx", due_amount="rwx", budget="rwdx", agreement="r"),
        never=_NO_ROWS | _may(vote="rwdx", label_opinion="rwdx"),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "executive-committee",
        "COMEX secretary",
        _("secretary of the executive committee"),
        _(
            "You convene the bodies of the network, keep agendas, minutes, votes, mandates and "
            "the list of actions, and publish the report with the coordination."
        ),
        _("You never see the visits of a centre one by one."),
        _IN_THE_NETWORK
        | _may(
            meeting="rwdx",
            vote="rw",
            mandate="rwd",
            report="rwdx",
            contradiction="rw",
            dues="r",
            budget="r",
            staff="rw",
            label_decision="r",
        ),
        never=_NO_ROWS | _may(label_opinion="rwdx"),
        appoints=frozenset(
            {"network:treasurer", "network:coordinator", "network:label-authority"}
            | {"network:executive-committee", "network:professionalisation"}
        ),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "professionalisation",
        "VP professionalisation / CTP",
        _("professionalisation"),
        _(
            "You open calls for trainer-counsellors, screen applications, keep the interview "
            "grid and give your opinion."
        ),
        _("You never validate an application alone."),
        _IN_THE_NETWORK | _may(trainer_call="rw", session="r"),
        never=_NO_ROWS | _may(trainer_call="d"),
        second_factor=True,
    ),
    Role(
        Reach.NETWORK,
        "project-manager",
        "Project manager",
        _("project manager"),
        _("You keep the work packages, deliverables, meetings and dissemination of a project."),
        _("You never see a visit or anything about a person’s case."),
        _IN_THE_NETWORK | _may(project="rwx", meeting="rw"),
        never=_NO_ROWS,
        second_factor=True,
    ),
    Role(
        Reach.PARTNER,
        "funder",
        "Funder (read only)",
        _("funder"),
        _(
            "You read the indicators agreed with you, how they are made, their trends, and the "
            "report in the form you asked for."
        ),
        _("You never see a count so small that somebody could be recognised, and change nothing."),
        _may(partner="r", centre="r", figure="rx", report="rx"),
        never=_NO_ROWS
        | _may(small_cell="rwdx")
        | frozenset((thing, act) for thing in Thing for act in (W, D)),
    ),
    Role(
        Reach.CENTRE,
        "candidate",
        "Candidate bearer",
        _("candidate bearer"),
        _(
            "You prepare the opening of a centre: diagnosis, checklist, label file, and contact "
            "with the centre that sponsors you."
        ),
        _("You never use the logo before the label is granted."),
        _may(centre="rw", directory="r", agenda="r", practice="r", page="r", label_file="rw"),
        never=_NO_ROWS | _may(logo="rwdx", label_opinion="rwdx", label_decision="wdx"),
    ),
    Role(
        Reach.NETWORK,
        "editor",
        "Editor / translator",
        _("editor and translator"),
        _(
            "You write pages and the newsletter, see which translations are out of date, and "
            "settle what the report contradicts."
        ),
        _("You never publish the annual report, and see no visit."),
        _IN_THE_NETWORK | _may(page="rwd", newsletter="rw", report="rw", contradiction="rw"),
        never=_NO_ROWS | _may(report="d"),
        second_factor=True,
    ),
    Role(
        Reach.CENTRE,
        "editor",
        "Editor / translator",
        _("editor"),
        _(
            "You write the pages and news of your centre, and see which translations are out "
            "of date."
        ),
        _("You never see a visit or anything about a person’s case."),
        _IN_A_CENTRE | _may(page="rw", newsletter="w"),
        never=_NO_ROWS,
    ),
    Role(
        Reach.NETWORK,
        "administrator",
        "DPO / admin",
        _("administrator"),
        _(
            "You keep the installation: accounts and roles, the register of processing, "
            "retention, the log of sign-ins, exports and backups; you may look at the office as "
            "another role sees it, without changing anything."
        ),
        _("You never see the visits of a centre one by one, nor what a person said."),
        _IN_THE_NETWORK
        | _may(staff="rwdx", role="r", register="rwx", access_log="rx", backup="rwx"),
        never=_NO_ROWS | _may(vote="rwdx", label_opinion="rwdx", figure="wd"),
        second_factor=True,
    ),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}
"""Every role by its key; the administrator may give any of them."""


def appointable(role: Role) -> frozenset[str]:
    """Keys of the roles that whoever holds this one may give."""
    if (Thing.STAFF, Act.DECIDE) in role.rights:
        return frozenset(ROLES)
    return role.appoints


def title(key: str) -> _StrPromise:
    """The name of a role, for the lists of choices of the rooms above."""
    return ROLES[key].title
