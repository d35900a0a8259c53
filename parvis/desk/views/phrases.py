"""What the desk without network says by itself, while no server speaks: a word for each state.

«{name}» stands for what the tablet fills in. No plurals: a script in a browser does not know them.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from parvis.desk import queries
from parvis.visits.enums import Band, ServiceKind, TicketState


def phrases() -> dict[str, Any]:
    """The words that a script fills in, and the questions of a profile with their answers."""
    return {
        "information": _("Quick information"),
        "no_ticket": _("counted, no ticket"),
        "waiting": _("waiting: {n}"),
        "free": _("free now"),
        "numbers": _("numbers left: {n}"),
        "no_numbers": _("No number left: counted, without a ticket."),
        "people": _("people: {n}"),
        "sheet": _("visits: {n}"),
        "minutes": _("{n} min"),
        "just_now": _("just now"),
        "call": _("Call {sign}"),
        "left_of": _("{sign} has left"),
        "desk": _("Desk {n}"),
        "to_send": _("To send: {n}"),
        "all_sent": _("All sent, {time}"),
        "nothing_yet": _("Nothing to send"),
        "never": _("never yet"),
        "day_of": _("As of {time}"),
        "stop": _("{place}, {begins} to {ends}"),
        "shut": _("Closed today, by the hours that are known."),
        "open": _("Open {hours}"),
        "unknown_hours": _("No hours are known for today."),
        "no_day": _(
            "This tablet has not taken its tiles along yet: connect it once. Information is "
            "counted meanwhile."
        ),
        "full": _("This tablet is full: this was not recorded. Connect it, or free some space."),
        "broken": _("This tablet could not keep it: this was not recorded. Touch it again."),
        "nearly_full": _("The memory of this tablet is nearly full: connect it soon."),
        "cannot_keep": _(
            "This browser keeps nothing: it must be opened at an address in https, and not in a "
            "private window."
        ),
        "elsewhere": _("This desk is open in another window of this tablet: go on there."),
        "old": _("{n} records have waited for more than fourteen days: connect this tablet."),
        "taken_back": _(
            "The key of this tablet was taken back, or is not known any more. Everything it "
            "recorded stays on it; pair it again to send."
        ),
        "server": _("The server does not take it at the moment: it is sent again by itself."),
        "empty_sure": _("{n} records were never sent. Emptied, they are lost for good."),
        "empty_really": _("Erase {n} records that were never sent"),
        "undo_late": _("Called already: this cannot be undone any more."),
        "present": _("{n} present"),
        "present_of": _("{n} of {places}"),
        "nobody_free": _("No place was free when this tablet last asked: they are counted."),
        "came": _("{sign} is here"),
        "sign_bad": _("A sign is one letter and three or four digits, such as B417."),
        "sign_twice": _("{sign} is here already."),
        "plus_one": _("One more present: {what}"),
        "cancelled": _("cancelled"),
        "party": _("{sign}, {n} people"),
        "kinds": {
            "present": _("presence"),
            "absent": _("presence taken back"),
            "visit": _("record"),
            "undo": _("undo"),
            "profile": _("profile"),
            "move": _("queue"),
        },
        "states": {
            one.value: str(one.label)
            for one in (TicketState.WAITING, TicketState.CALLED, TicketState.IN_SERVICE)
        },
        "services": {one.value: str(one.label) for one in ServiceKind},
        "bands": [
            {
                "band": band.value,
                "label": str(band.label),
                "choices": [[value, str(label)] for value, label in queries.choices_of(band)],
            }
            for band in Band
        ],
    }
