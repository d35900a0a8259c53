"""What is done with visits, with the queue and with days."""

from parvis.visits.actions.batches import merge
from parvis.visits.actions.blocks import provide
from parvis.visits.actions.days import amend, close_day, open_day, set_aside_forgotten
from parvis.visits.actions.queue import (
    call,
    call_next,
    come_back,
    describe,
    free_desk,
    leave,
    miss,
    park,
    recall,
    reserve,
    send_on,
    serve,
    set_apart,
    start,
)
from parvis.visits.actions.records import correct, count_sheet, record, take_ticket, undo
from parvis.visits.actions.settings import ask_in_week, ask_no_more, plan_survey, set_up

__all__ = [
    "amend",
    "ask_in_week",
    "ask_no_more",
    "call",
    "call_next",
    "close_day",
    "come_back",
    "correct",
    "count_sheet",
    "describe",
    "free_desk",
    "leave",
    "merge",
    "miss",
    "open_day",
    "park",
    "plan_survey",
    "provide",
    "recall",
    "record",
    "reserve",
    "send_on",
    "serve",
    "set_apart",
    "set_aside_forgotten",
    "set_up",
    "start",
    "take_ticket",
    "undo",
]
