"""A document of some pages for the preview to show."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

PAGES = 20


def a_pdf(pages: int = PAGES) -> bytes:
    to = BytesIO()
    canvas = Canvas(to, pagesize=(595, 842))
    for number in range(pages):
        canvas.drawString(72, 760, f"Words of page {number + 1}")
        canvas.rect(72, 300, 400, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return to.getvalue()
