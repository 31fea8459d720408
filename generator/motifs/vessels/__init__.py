"""The vessels by their names: what a motif may be of."""

from generator.motifs.vessel import Vessel
from generator.motifs.vessels.cookware import COOKWARE
from generator.motifs.vessels.jars import JARS
from generator.motifs.vessels.jugs import JUGS
from generator.motifs.vessels.ovenware import OVENWARE
from generator.motifs.vessels.tableware import TABLEWARE
from generator.motifs.vessels.tools import TOOLS

VESSELS: dict[str, Vessel] = {**JARS, **JUGS, **COOKWARE, **OVENWARE, **TABLEWARE, **TOOLS}
