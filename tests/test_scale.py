"""A layout at another size: every length grows, whatever it is called, and nothing else does."""

from dataclasses import fields, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest

from generator import layout
from generator.geometry import Size
from generator.kit.pieces import scale
from generator.layout import (
    Block,
    Box,
    CardLayout,
    CodeFrame,
    FillFrame,
    FlowFrame,
    FormFrame,
    LineFrame,
    PatternFrame,
    PictureFrame,
    RulesFrame,
    ShapeFrame,
    SpreadFrame,
    Style,
    TextFrame,
    TileFrame,
    Trim,
)
from generator.units import ExtentReader, LengthReader, Share

BOX = Box(left=1.0, width=Share(0.5), top=2.0, bottom=3.0)
FRAMES = {
    "text": TextFrame(
        kind="text", box=BOX, blocks=(Block(field="title", style="x", space_before=1.0, label_space=2.0),)
    ),
    "fill": FillFrame(kind="fill", box=BOX, colour="ink", radius=1.5, tint=0.3),
    "line": LineFrame(kind="line", box=BOX, dash=(1.0, 2.0)),
    "picture": PictureFrame(kind="picture", box=BOX, field="picture"),
    "code": CodeFrame(kind="code", box=BOX),
    "tile": TileFrame(kind="tile", box=BOX),
    "rules": RulesFrame(kind="rules", box=BOX),
    "shape": ShapeFrame(kind="shape", box=BOX, shape="jar", dash=(1.0, 2.0), level=0.5),
    "pattern": PatternFrame(kind="pattern", box=BOX),
    "form": FormFrame(kind="form", box=BOX, label="x", hint="x", option="x"),
    "flow": FlowFrame(kind="flow", box=BOX, title="x", intro="x", heading="x", text="x", head="x", cell="x"),
    "spread": SpreadFrame(
        kind="spread", box=BOX, time="x", title="x", label="x", text="x", say="x", name="x", radius=1.5
    ),
}
WHOLE = CardLayout(
    title="Everything",
    trim=Trim(width=100.0, height=200.0),
    styles={"x": Style(size=10.0, min_size=8.0, tracking=20.0)},
    front=FRAMES,
)


def reads_a_length(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        return isinstance(get_args(hint)[1], LengthReader | ExtentReader)
    return any(map(reads_a_length, get_args(hint)))


def numbers(value: Any, at: str = "", *, grows: bool = False) -> dict[str, tuple[float, bool]]:
    """'front.flow.gap' → the number there, and whether it is a length: read off the models, not by the code's way."""
    if isinstance(value, float):
        return {at: (value, grows and not isinstance(value, Share))}
    found: dict[str, tuple[float, bool]] = {}
    if isinstance(value, dict | tuple):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            found |= numbers(each, f"{at}.{key}", grows=grows)
    elif is_dataclass(value):
        hints = get_type_hints(type(value), include_extras=True)
        for field in fields(value):
            if field.name != "marks":
                found |= numbers(
                    getattr(value, field.name), f"{at}.{field.name}", grows=reads_a_length(hints[field.name])
                )
    return found


def test_every_length_grows_and_no_other_number_does() -> None:
    before = numbers(WHOLE)
    after = numbers(scale.scaled_to(WHOLE, 2.0, Size(200.0, 400.0)))
    assert {name: after[name][0] / number for name, (number, _) in before.items() if number} == {
        name: 2.0 if grows else 1.0 for name, (number, grows) in before.items() if number
    }
    assert {
        ".front.flow.gap",
        ".front.flow.above",
        ".front.flow.padding",
        ".front.flow.between",
        ".front.form.gap",
    } <= {name for name, (_, grows) in before.items() if grows}


def test_the_layout_above_has_every_kind_of_frame() -> None:
    assert {type(frame) for frame in FRAMES.values()} == set(get_args(layout.Frame))


def test_a_length_that_is_forgotten_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a list of names stood for the types."""
    honest = scale.is_length
    monkeypatch.setattr(scale, "_scalers", scale._scalers.__wrapped__)  # what is remembered of models is honest
    monkeypatch.setattr(
        scale, "is_length", lambda kind: kind != scale.Model(FlowFrame).keys["gap"].kind and honest(kind)
    )
    with pytest.raises(AssertionError):
        test_every_length_grows_and_no_other_number_does()
