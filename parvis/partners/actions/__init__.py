"""What is done with partners, what they sign and give, and the duty they hold."""

from parvis.partners.actions.counting import count, count_from_duty
from parvis.partners.actions.giving import (
    record_agreement,
    record_contribution,
    record_partner,
    remove,
    remove_partner,
    renew,
    work_with,
)
from parvis.partners.actions.planning import copy_week, plan_ahead, record_duty, remove_duty
from parvis.partners.actions.sessions import (
    call_off,
    close_over,
    close_session,
    confirm,
    decline,
    halt,
    lift,
    move,
    open_session,
    propose,
)
from parvis.partners.actions.telling import (
    ask,
    record_contact,
    remove_contact,
    revoke_links,
    send_link,
    signal_gaps,
)

__all__ = [
    "ask",
    "call_off",
    "close_over",
    "close_session",
    "confirm",
    "copy_week",
    "count",
    "count_from_duty",
    "decline",
    "halt",
    "lift",
    "move",
    "open_session",
    "plan_ahead",
    "propose",
    "record_agreement",
    "record_contact",
    "record_contribution",
    "record_duty",
    "record_partner",
    "remove",
    "remove_contact",
    "remove_duty",
    "remove_partner",
    "renew",
    "revoke_links",
    "send_link",
    "signal_gaps",
    "work_with",
]
