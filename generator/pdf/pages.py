"""The page tree (ISO 32000-2 §7.7.3): pages are written as they come, in nodes of a few dozen."""

from array import array

from generator.pdf.objects import Body

_PER_NODE = 64


class PageTree:
    def __init__(self, body: Body) -> None:
        self._body = body
        self.root = body.reserve()
        self._nodes: list[tuple[int, int]] = []  # object, pages in it
        self._node = 0
        self._kids = array("L")

    def add(self, entries: str) -> None:
        if not self._node:
            self._node = self._body.reserve()
        page = f"<</Type/Page/Parent {self._node} 0 R{entries}>>"
        self._kids.append(self._body.add(page.encode()))
        if len(self._kids) == _PER_NODE:
            self._end_node()

    def _end_node(self) -> None:
        if not self._kids:
            return
        kids, count = _kids(self._kids), len(self._kids)
        self._body.put(self._node, f"<</Type/Pages/Parent {self.root} 0 R/Count {count}/Kids[{kids}]>>".encode())
        self._nodes.append((self._node, count))
        self._node, self._kids = 0, array("L")

    def close(self) -> None:
        self._end_node()
        kids, count = _kids([node for node, _ in self._nodes]), sum(count for _, count in self._nodes)
        if not count:
            raise ValueError("a PDF file needs at least one page")
        self._body.put(self.root, f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode())


def _kids(objects: "array[int] | list[int]") -> str:
    return " ".join(f"{kid} 0 R" for kid in objects)
