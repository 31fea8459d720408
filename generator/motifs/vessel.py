"""What holds things: a body turned on a wheel, what belongs to it behind and before that, a lid."""

from typing import Any, Literal, NamedTuple

from generator.motifs.part import MotifPart, Parts
from generator.motifs.profile import TurnedBody, profile

Holds = Literal["inside", "heap", "top", "ring", "nothing"]


class Vessel(NamedTuple):
    """`holds`: inside of glass; heaped over a rim; on a flat top; in a ring seen from above; nothing, as tools do."""

    data: str  # of the body: path data from the rim down to the foot; empty where it has none
    holds: Holds
    paint: str = "body"
    behind: Parts = ()
    before: Parts = ()
    lid: Parts = ()
    lidded: bool = False  # covered, until it is said to be open
    wall: float = 3.0  # of glass; what is inside keeps away from it
    rim: tuple[float, float] = (0.0, 0.0)  # half of what is open at the top, and its height; else the body's
    tiers: tuple[tuple[float, float], ...] = ()  # flat tops above that, as `rim`
    ring: tuple[float, float, float] = (0.0, 0.0, 0.0)  # x, y and radius of what is seen from above
    spout_left: bool = False
    gleam: bool = True  # a light along its left side
    top: float = 0.0  # the height of all of it, lid left out; else the body's

    @property
    def body(self) -> TurnedBody | None:
        return profile(self.data) if self.data else None

    @property
    def mouth(self) -> tuple[float, float]:
        if self.rim != (0.0, 0.0) or self.body is None:
            return self.rim
        return self.body.curves[0][0]

    @property
    def height(self) -> float:
        return max(self.top, self.body.top if self.body else 0.0, self.mouth[1])


def turned(data: str, holds: Holds, **rest: Any) -> Vessel:
    """A vessel with a body, by path data from the rim down to the foot."""
    return Vessel(data, holds)._replace(**rest)


def tool(*parts: MotifPart, top: float) -> Vessel:
    """What is drawn of parts alone, and holds nothing."""
    return Vessel("", "nothing", before=parts, top=top)
