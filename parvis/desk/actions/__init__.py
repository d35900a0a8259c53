"""What a desk does in one gesture over several rooms: a visit and a presence, counted together."""

from parvis.desk.actions.away import take_in
from parvis.desk.actions.presence import come, go_back, group_came, think, think_on_paper

__all__ = ["come", "go_back", "group_came", "take_in", "think", "think_on_paper"]
