"""The vessels by their names: what a motif may be of."""

from generator.motifs.vessel import Vessel
from generator.motifs.vessels.baking import BAKING
from generator.motifs.vessels.cooking import COOKING
from generator.motifs.vessels.keeping import KEEPING
from generator.motifs.vessels.pouring import POURING
from generator.motifs.vessels.serving import SERVING
from generator.motifs.vessels.tools import TOOLS

VESSELS: dict[str, Vessel] = {**KEEPING, **POURING, **COOKING, **BAKING, **SERVING, **TOOLS}
