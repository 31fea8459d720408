"""What votes came to, of those that may be seen: each thing in words, with its dots by group."""

from collections.abc import Iterator, Mapping

from generator.capture.answers.ballots import ballot_of, hides_counts
from generator.capture.answers.reader import option_id, option_text
from generator.capture.board.measures.matters import Matter
from generator.capture.board.measures.votes import VoteTally
from generator.capture.results.held import HeldSession


def open_tallies(one: HeldSession) -> Iterator[tuple[Matter, VoteTally]]:
    """Of the votes that may be seen."""
    for matter in one.measures.matters if one.measures else ():
        if matter.ballot and hides_counts(ballot_of(one.session, one.ballots, matter.ballot)):
            continue
        yield from ((matter, tally) for tally in matter.votes)


def counted_votes(
    one: HeldSession, tally: VoteTally, names: Mapping[str, str], gone: str
) -> Iterator[tuple[str, Mapping[str, int]]]:
    """What was voted on, in words, with its dots by group; without any too, as it was there to be chosen.

    What the board does not show any more is `gone`, as there.
    """
    assert one.measures is not None
    dots: dict[str, dict[str, int]] = {}
    for key, by_group in tally.dots.items():
        own = dots.setdefault(one.measures.stays(key) if tally.question.entries else key, {})
        for group, count in by_group.items():
            own[group] = own.get(group, 0) + count
    options = {option.id: option.text for option in tally.question.options} or dict(names)
    for key in dict.fromkeys([*options, *dots]):
        unnamed = gone if tally.question.entries else option_text(tally.question, option_id(tally.question, key))
        text = options.get(key) or one.measures.name(key) or unnamed
        yield text, dots.get(key, {})
