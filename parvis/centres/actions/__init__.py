"""What is done with centres: their facts are recorded once, and changed only where they differ."""

from parvis.centres.actions.lending import (
    close_shared_post,
    give_short_code,
    open_shared_post,
    take_up,
)
from parvis.centres.actions.mobile import record_stop, remove_stop
from parvis.centres.actions.opening import (
    change_week,
    close,
    record_hours,
    remove_opening,
    set_special_day,
)
from parvis.centres.actions.people import record_member, remove_member
from parvis.centres.actions.places import (
    record_alias,
    record_centre,
    record_name,
    record_pole,
    record_site,
    record_site_alias,
    remove,
    remove_pole,
    watch_pole,
)
from parvis.centres.actions.spaces import record_equipment, record_space, remove_space

__all__ = [
    "change_week",
    "close",
    "close_shared_post",
    "give_short_code",
    "open_shared_post",
    "record_alias",
    "record_centre",
    "record_equipment",
    "record_hours",
    "record_member",
    "record_name",
    "record_pole",
    "record_site",
    "record_site_alias",
    "record_space",
    "record_stop",
    "remove",
    "remove_member",
    "remove_opening",
    "remove_pole",
    "remove_space",
    "remove_stop",
    "set_special_day",
    "take_up",
    "watch_pole",
]
