"""Composition: copy, layout and brand in; faces out, everything positioned."""

from generator.compose.composer import Composer
from generator.compose.desk import Desk
from generator.compose.facts import Facts, KitFacts
from generator.compose.setting import Typesetter

__all__ = ["Composer", "Desk", "Facts", "KitFacts", "Typesetter"]
