"""The tuck box of a deck, as `box.yaml` says it: the words on its panels and on the cards that lie in it. No sizes."""

from generator.sources import NO_MARKS, Marks, SourceModel, Words, source_model


@source_model
class BoxCard(SourceModel):
    """The card that says how the box is made, and how the kit is kept together."""

    title: Words
    steps: tuple[Words, ...]
    keep_title: Words = ""  # of its other side
    keep: tuple[Words, ...] = ()
    marks: Marks = NO_MARKS


@source_model
class BoxCover(SourceModel):
    """The card on top: the box's front, and on its other side what to do when it has been opened."""

    title: Words
    steps: tuple[Words, ...]
    marks: Marks = NO_MARKS


@source_model
class BoxPlay(SourceModel):
    """A card that says one way to play."""

    title: Words
    time: Words = ""  # how long it takes, and for whom it is
    steps: tuple[Words, ...]
    marks: Marks = NO_MARKS


@source_model
class BoxRecipes(SourceModel):
    """Worked examples of recipes.yaml as cards: which, and which of their answers stand on the two sides."""

    names: tuple[str, ...]  # the ids of the examples
    front: tuple[str, ...]  # fields of their form
    back: tuple[str, ...] = ()
    laid: Words = ""  # over the cards that the example is laid from
    marks: Marks = NO_MARKS


@source_model
class TuckBox(SourceModel):
    """What stands on the box. Every box of a deck that needs several says it, with its number."""

    title: Words
    shelf: Words = ""  # a short name, large enough to be read from the shelf; else the title
    line: Words = ""  # under the title
    sides: tuple[Words, ...] = ()  # along the left and the right side; the title, where there are none
    about: Words = ""  # on the back
    inside_title: Words = ""
    inside: tuple[Words, ...] = ()  # what the box holds
    part: Words | None = None  # of several boxes: {number} of {count}; else as prepdeck says it
    glue: Words | None = None  # on what is glued; else as prepdeck says it
    colour: str = "ink"  # a colour of the brand, or '#rrggbb'
    base_colour: str = ""  # of the bottom, if it is another
    bands: tuple[str, ...] = ()  # categories whose colours and patterns run round the box, from the top to the foot
    picture: str = ""  # on the front
    foot: str = ""  # a picture that runs round the foot of the box
    side_foot: str = ""  # the same for the sides, whose words are turned
    card: BoxCard
    cover: BoxCover | None = None
    play: tuple[BoxPlay, ...] = ()
    recipes: BoxRecipes | None = None
    dividers: Words = ""  # a card for each family, with its questions under this heading; none without
    marks: Marks = NO_MARKS
