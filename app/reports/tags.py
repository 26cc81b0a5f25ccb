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
    pages: list[pikepdf.Object] = [page.obj for page in document.pages]
    parents: list[dict[int, pikepdf.Object]] = [{} for _ in pages]
    tree.K = _element(document, root, tree, pages, parents)
    numbers: list[pikepdf.Object | int] = []
    for place, page in enumerate(pages):
        page.StructParents = place
        page.Tabs = Name.S
        owners = [parents[place][number] for number in sorted(parents[place])]
        numbers += [place, document.make_indirect(Array(owners))]
    tree.ParentTree = document.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(pages)
    document.Root.StructTreeRoot = tree


def _element(
    document: pikepdf.Pdf,
    node: Node,
    parent: pikepdf.Object,
    pages: list[pikepdf.Object],
    parents: list[dict[int, pikepdf.Object]],
) -> pikepdf.Object:
    element = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + node.tag)))
    element.P = parent
    _attributes(element, node)
    inside: list[pikepdf.Object | int] = []
    if node.marks:
        first = node.marks[0][0]
        element.Pg = pages[first]
        inside = [_mark(number, pages[page], page == first) for page, number in node.marks]
        for page, number in node.marks:
            parents[page][number] = element
    inside += [_element(document, kid, element, pages, parents) for kid in node.kids]
    element.K = inside[0] if len(inside) == 1 else Array(inside)
    return element


def _mark(number: int, page: pikepdf.Object, here: bool) -> pikepdf.Object | int:
    return number if here else Dictionary(Type=Name.MCR, Pg=page, MCID=number)


def _attributes(element: pikepdf.Object, node: Node) -> None:
    if node.scope:
        element.A = Dictionary(O=Name.Table, Scope=Name("/" + node.scope))
    if node.alt:
        element.Alt = String(node.alt)
    if node.lang:
        element.Lang = String(node.lang)


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
