"""The screens of a centre that are no list: a screen lent, the hours of a week."""

from parvis.centres.views.lending import close, code, give_code, shared
from parvis.centres.views.week import week, week_back

__all__ = ["close", "code", "give_code", "shared", "week", "week_back"]
