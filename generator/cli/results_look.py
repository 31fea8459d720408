"""How results are printed and drawn: on which paper, and in the brand of a kit or of a client."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import Command, load_shop, meant_kit

if TYPE_CHECKING:
    from generator.kit.workshop import Workshop

PDF = ".pdf"


def look_options(command: Command) -> Command:
    paper = click.option("--paper", metavar="NAME", help="Of a .pdf: a4, letter, a3 …; else that of the kit.")
    brand = click.option(
        "--brand", type=click.Path(path_type=Path), help="A client's brand.yaml; else as the kit was printed."
    )
    return paper(brand(command))


def check_look(to: Path | None, paper: str | None, brand: Path | None, worn_by: Collection[str] = (PDF,)) -> None:
    """Refused where the file would have neither: `worn_by` are the endings of those that wear a brand."""
    ending = to.suffix.lower() if to else ""
    if paper and ending != PDF:
        raise click.BadParameter("only a .pdf is on paper", param_hint="--paper")
    if brand and ending not in worn_by:
        raise click.BadParameter(f"only a {' or a '.join(worn_by)} wears it", param_hint="--brand")


def worn_workshop(folder: Path | None, brand: Path | None) -> "Workshop | None":
    """In the brand that its kit was printed in, or a client's; None where no workshop lies there. It may have
    problems.
    """
    from generator.kit.delivery.worn_brand import as_printed
    from generator.kit.request.kit_yaml import KIT_FILE

    meant = meant_kit(folder)
    if meant.workshop is None:
        is_faulty = folder is not None and (folder / KIT_FILE).is_file()  # its kit cannot be read, which is said
        return load_shop(folder, {}, brand, None, None) if folder and is_faulty else None
    shop: Workshop = load_shop(meant.workshop, {}, brand, None, None)
    return shop if brand else as_printed(shop, meant.folder)
