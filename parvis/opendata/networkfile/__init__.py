"""The network file: one JSON text that holds all that is known of a network.

`load_file` reads it, checks it whole, and writes it whole or not at all. The format is
«parvis-network/1»; docs/network-file.md describes it.
"""

from parvis.opendata.networkfile.errors import BrokenFile, Problem
from parvis.opendata.networkfile.loading import LARGEST, Outcome, load_file

__all__ = ["LARGEST", "BrokenFile", "Outcome", "Problem", "load_file"]
