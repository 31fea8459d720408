"""What is done for the store while a server runs: what is in its way is said, once, and that it is well again."""

from collections.abc import Callable

from generator.capture.store import Store


class Care:
    """Looks after one store; `notice` prints a line."""

    def __init__(self, store: Store, notice: Callable[[str], None]) -> None:
        self._store, self._notice = store, notice
        self._is_said = False

    async def look_after(self) -> None:
        """To be called again and again: says a fault when it is met, tries the store, says when it is well."""
        fault = self._store.health.fault
        if fault is None:
            return
        if not self._is_said:
            self._is_said = True
            self._notice(f"{fault}. Phones keep what is written, and send it when that is mended.")
        if await self._store.recover():
            self._is_said = False
            self._notice(f"{self._store.path}: all is well again; entries are kept.")
