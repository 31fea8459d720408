"""Categories are told apart by their colours, whoever looks at them."""

from collections.abc import Mapping

from generator.brand import Brand, colour_named
from generator.deck import Category
from generator.errors import Problems
from generator.sight import alike

_HINT = "make one of them lighter or darker, give both the same colour if that is meant, or write layers: {from: …}"


def check_categories(categories: Mapping[str, Category], brand: Brand, problems: Problems) -> None:
    """One finding with the two that are nearest, where they are taken for one another; one colour for two is meant."""
    palette, wearers = brand.palette(), {}
    for name, category in categories.items():
        if category.colour not in wearers and (colour := colour_named(category.colour, palette)):
            wearers[category.colour] = name, colour
    pair = alike({name: colour for name, colour in wearers.values()})
    if pair is None:
        return
    worn = brand.colours.get(categories[pair.other].colour)
    where = worn.marks.here if worn and worn.marks.here.file else categories[pair.other].marks.of("colour")
    message = f"the categories '{pair.one}' and '{pair.other}' are hardly told apart ({pair.words})"
    problems.warn(where, message, _HINT, "alike-colours")
