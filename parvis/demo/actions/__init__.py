"""Sets up the demonstration: both networks, days behind, a programme ahead, who signs in."""

from parvis.demo.actions.programme import simulate_programme
from parvis.demo.actions.setting_up import (
    SignIn,
    demonstration_password,
    load_networks,
    prepare_demo,
    simulate_days,
)

__all__ = [
    "SignIn",
    "demonstration_password",
    "load_networks",
    "prepare_demo",
    "simulate_days",
    "simulate_programme",
]
