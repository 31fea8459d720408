"""Everything that is captured, in one SQLite file that outlives the server, the printed kit and a power cut."""

from generator.capture.store.health import Ailment, StoreFault
from generator.capture.store.reading import StoreReader
from generator.capture.store.store import Store

__all__ = ["Ailment", "Store", "StoreFault", "StoreReader"]
