"""The files of proofs: what they are called, and that nobody takes one for a piece."""

from collections.abc import Collection

from generator.errors import FileError
from generator.kit.booklets import ORDER
from generator.kit.selection import UnknownName, Wanted
from generator.kit.workshop import Workshop

END = "-proof.pdf"
NOTE = "A proof: pale and grey, with a word across each page. The files that are printed for good stay as they are."


def proof_name(name: str) -> str:
    return name.removesuffix(".pdf") + END


def is_proof(stem: str, pieces: Collection[str]) -> bool:
    """Whether a file, named without its ending, is the proof of a piece and no piece that is called so."""
    return stem.endswith(END.removesuffix(".pdf")) and stem not in pieces


def check_proof_names(shop: Workshop, wanted: Wanted) -> None:
    """Raises FileError where the proof of one piece would have the name of another; UnknownName for the order sheet,
    which lists the files that are printed for good.
    """
    if wanted.only == (ORDER,):
        raise UnknownName("the order sheet has no proof: it lists the files that are printed for good")
    names = {f"{each.stem}.pdf" for each in shop.prints.values()}
    for each in shop.prints.values():
        if proof_name(f"{each.stem}.pdf") in names:
            raise FileError(
                f"{proof_name(each.stem + '.pdf')}: is a piece of the kit itself; give one of them another name"
            )
