"""What is ordered: wires the rooms, names and writes files, draws nothing."""

from generator.kit.build import Report, build, check
from generator.kit.selection import UnknownName, chosen
from generator.kit.workshop import bundled_workshop, load

__all__ = ["Report", "UnknownName", "build", "bundled_workshop", "check", "chosen", "load"]
