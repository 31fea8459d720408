"""The use of cards as maps to be drawn: what it suggests, what was laid and by whom, what was thought of it."""

from collections.abc import Iterator, Sequence

from generator.capture.results.card_rules import is_unused, suggestions
from generator.capture.results.card_tables import PAIRS, about_cards, apart, groups_of, per_cent
from generator.capture.results.card_use import CardUse, DepartmentShare, UsedCards
from generator.capture.results.placements import captions
from generator.capture.results.plain_text import visible
from generator.capture.web.translations import Say, speaker
from generator.heat_map import BarMap, BarRow, HeatMap, ListMap

BARS = 40  # cards with a bar: those that were laid most


def card_maps(used: UsedCards) -> HeatMap:
    """In the language of the kit."""
    brand, kit, t = used.kit.brand, used.kit, speaker(used.kit.language)
    title = visible(t("cards-title", kit=kit.title))
    return HeatMap(
        title, kit.language, tuple(_maps(used, t)), brand.colours, brand.legal, brand.client, kit.paper, captions(t)
    )


def _maps(used: UsedCards, t: Say) -> Iterator[BarMap | ListMap]:
    """Those that have something."""
    about, *notes = about_cards(used, t)
    if suggested := suggestions(used, t):
        rows = tuple((visible(each.title), visible(each.words)) for each in suggested)
        yield ListMap(t("cards-suggestions"), about, rows)
    laid = [card for card in used.cards if card.recipes]
    if laid:
        yield _laid(laid[:BARS], used, about, notes, t)
    if laid[BARS:]:
        rows = tuple((visible(card.title), _counted(card, t)) for card in laid[BARS:])
        yield ListMap(t("cards-laid"), t("cards-laid-less"), rows)
    if found := apart(used):
        rows = tuple((visible(card.title), visible(_apart(card, share, t))) for card, share in found)
        yield ListMap(t("cards-shares"), t("cards-pooled-about"), rows)
    if unused := [card for card in used.cards if card.workshops and not card.recipes]:
        rows = tuple((visible(card.title), _where(card, t)) for card in unused)
        yield ListMap(t("board-unused"), t("board-unused-sum", count=len(unused), total=len(used.cards)), rows)
    if used.pairs:
        pairs = used.pairs[:PAIRS]
        bars = (
            BarRow(
                visible(f"{each.one.title} + {each.other.title} · {round(100 * each.jaccard)} % · ×{each.lift:.1f}"),
                each.together,
                (),
            )
            for each in pairs
        )
        yield BarMap(t("cards-pairs"), t("cards-pairs-about"), tuple(bars), (), (), tuple(notes))
    if said := [card for card in used.cards if card.opinions]:
        yield _opinions(said, t)


def _laid(laid: Sequence[CardUse], used: UsedCards, about: str, notes: Sequence[str], t: Say) -> BarMap:
    groups = groups_of(used)
    rows = (
        BarRow(visible(card.title), card.recipes, tuple(card.by_group.get(group, 0) for group in groups))
        for card in laid
    )
    names = tuple(visible(group) or t("board-no-department") for group in groups)
    return BarMap(t("cards-laid"), about, tuple(rows), names, (), tuple(notes), ends_with_nobody="" in groups)


def _apart(card: CardUse, share: DepartmentShare, t: Say) -> str:
    pooled, of_all = per_cent(share.pooled.pooled), per_cent(share.pooled.of_all)
    return t("cards-apart", group=share.group, laid=share.laid, recipes=share.recipes, pooled=pooled, all=of_all)


def _opinions(said: list[CardUse], t: Say) -> BarMap:
    """The most disliked first."""
    ranked = sorted(said, key=lambda card: (-card.disliked / card.opinions, card.admired / card.opinions, card.title))
    rows = (BarRow(visible(card.title), card.opinions, (card.admired, card.disliked)) for card in ranked)
    columns = t("cards-admired"), t("cards-disliked")
    return BarMap(t("cards-opinions"), t("cards-opinions-about"), tuple(rows), columns, (), (), has_marks=False)


def _counted(card: CardUse, t: Say) -> str:
    count = f"{t('cards-recipes')}: {card.recipes}"
    return visible(" · ".join(part for part in (count, card.family, card.role) if part))


def _where(card: CardUse, t: Say) -> str:
    about = t("cards-at-hand", workshops=card.workshops, recipes=card.of_recipes)
    enough = "" if is_unused(card) else t("cards-too-early")
    return visible(" · ".join(part for part in (card.family, card.role, about, enough) if part))
