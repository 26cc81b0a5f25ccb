"""The structure of a document, and the pass that writes it into the finished PDF.

A node is one element (heading, paragraph, table row…). Content that is drawn for a node gets a
number on its page; `finish` turns nodes and numbers into the structure tree a screen reader walks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Node:
    """One structure element; `marks` are the pieces of content drawn for it: (page, number)."""

    tag: str
    kids: list[Node] = field(default_factory=list["Node"])
    scope: str = ""
    span: int = 1
    alt: str = ""
    lang: str = ""
    order: int = 0
    marks: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def add(self, tag: str, *, scope: str = "", alt: str = "", lang: str = "") -> Node:
        """Append a child element and return it."""
        kid = Node(tag, scope=scope, alt=alt, lang=lang)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def numbered(root: Node) -> None:
    """Give each node its place in reading order, once the tree is complete."""
    for place, node in enumerate(root.walk()):
        node.order = place


def finish(pdf: bytes, root: Node, title: str, lang: str) -> bytes:
    """Write the structure, the language and the title into a PDF and take everything else out."""
    with pikepdf.open(BytesIO(pdf)) as document:
        _write_tree(document, root)
        _describe(document, title, lang)
        _replace_helvetica(document)
        target = BytesIO()
        document.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return target.getvalue()


def _write_tree(document: pikepdf.Pdf, root: Node) -> None:
    tree = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writer = _TreeWriter(document)
    tree.K = writer.element(root, tree)
    numbers: list[pikepdf.Object | int] = []
    for place, (page, owners) in enumerate(zip(writer.pages, writer.owners, strict=True)):
        page.StructParents = place
        page.Tabs = Name.S
        numbers += [place, document.make_indirect(Array([owners[at] for at in sorted(owners)]))]
    tree.ParentTree = document.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(writer.pages)
    document.Root.StructTreeRoot = tree


class _TreeWriter:
    """Writes the elements, and notes for each page which element owns which number."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self.pages: list[pikepdf.Object] = [page.obj for page in document.pages]
        self.owners: list[dict[int, pikepdf.Object]] = [{} for _ in self.pages]
        self._scopes = {
            scope: document.make_indirect(Dictionary(O=Name.Table, Scope=Name("/" + scope)))
            for scope in ("Row", "Column")
        }

    def element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        """Write one element and everything below it."""
        keys = {"/S": Name("/" + node.tag), "/P": parent, **self._attributes(node)}
        if node.marks:
            keys["/Pg"] = self.pages[node.marks[0][0]]
        element = self._document.make_indirect(Dictionary(keys))
        inside = [self._mark(node, page, number) for page, number in node.marks]
        for page, number in node.marks:
            self.owners[page][number] = element
        inside += [self.element(kid, element) for kid in node.kids]
        element.K = inside[0] if len(inside) == 1 else Array(inside)
        return element

    def _mark(self, node: Node, page: int, number: int) -> pikepdf.Object | int:
        if page == node.marks[0][0]:
            return number
        return Dictionary(Type=Name.MCR, Pg=self.pages[page], MCID=number)

    def _attributes(self, node: Node) -> dict[str, pikepdf.Object]:
        keys: dict[str, pikepdf.Object] = {}
        if node.scope:
            keys["/A"] = self._scopes[node.scope]
        if node.span > 1:
            keys["/A"] = Dictionary(O=Name.Table, ColSpan=node.span)
        if node.alt:
            keys["/Alt"] = String(node.alt)
        if node.lang:
            keys["/Lang"] = String(node.lang)
        return keys


def _describe(document: pikepdf.Pdf, title: str, lang: str) -> None:
    root = document.Root
    root.MarkInfo = Dictionary(Marked=True)
    root.Lang = String(lang)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = [lang]
        metadata["pdfuaid:part"] = "1"
    # Who made it, with what and when would travel with every copy: only the title stays.
    document.trailer.Info = document.make_indirect(Dictionary(Title=String(title)))


def _replace_helvetica(document: pikepdf.Pdf) -> None:
    # reportlab names Helvetica on every page and never embeds it. Taking it out breaks the pages
    # that select it, so the name is pointed at a face that is embedded.
    for page in document.pages:
        fonts: Any = page.obj.Resources.get("/Font", Dictionary())
        embedded: Any = next((font for font in fonts.values() if "/FontDescriptor" in font), None)
        if embedded is not None and "/F1" in fonts and "/FontDescriptor" not in fonts["/F1"]:
            fonts["/F1"] = embedded
