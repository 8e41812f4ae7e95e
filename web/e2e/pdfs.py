"""PDF documents for tests, written by hand: a plain one, and one that tries everything a document can try."""

from collections.abc import Sequence

PAGE = "q 0.2 0.4 0.9 rg 72 500 200 120 re f Q BT /F1 24 Tf 72 700 Td ({text}) Tj ET"


def plain_pdf(*pages: str) -> bytes:
    """One page for each text, in a typeface that every reader has to bring."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, text in enumerate(pages):
        objects += [_page(5 + 2 * n), _stream(PAGE.format(text=text))]
    return _written(objects)


def hostile_pdf(url: str) -> bytes:
    """Scripts at opening, on the page and in a field; links, submissions, launches, embedded and remote files."""
    script = f"app.alert('run'); this.submitForm('{url}'); fetch('{url}'); app.launchURL('{url}', true);"
    link = "/Type /Annot /Subtype /Link /Rect [0 0 612 792] /Border [0 0 0]"
    field = link.replace("/Link", "/Widget") + " /FT /Tx /T (a) /V (<img src=x onerror=alert\\(1\\)>)"
    tries = "/AcroForm << /Fields [8 0 R] /NeedAppearances true /XFA 11 0 R >> /OpenAction 6 0 R /AA << /WC 6 0 R >>"
    drawn = "/Resources << /Font << /F1 3 0 R >> /XObject << /R 12 0 R >> >>"
    annotations = "/AA << /O 6 0 R >> /Annots [7 0 R 8 0 R 9 0 R 10 0 R]"
    form = f"<subform><event activity='initialize'><script>{script}</script></event></subform>"
    remote = f"/Type /XObject /Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F ({url}) >> /Length 0"
    return _written(
        [
            f"<< /Type /Catalog /Pages 2 0 R {tries} /Names << /JavaScript << /Names [(x) 6 0 R] >> >> >>",
            "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R {annotations} {drawn} >>",
            _stream(PAGE.format(text="Hostile") + " /R Do"),
            f"<< /S /JavaScript /JS ({_escaped(script)}) >>",
            f"<< {link} /A << /S /URI /URI ({url}) >> >>",
            f"<< {field} /AA << /Fo 6 0 R /K 6 0 R >> /A 6 0 R >>",
            f"<< {link} /A << /S /Launch /F (calc.exe) /Next 6 0 R >> >>",
            f"<< {link} /A << /S /SubmitForm /F << /FS /URL /F ({url}) >> >> >>",
            _stream(f"<template>{form}</template>"),
            f"<< {remote} >>\nstream\n\nendstream",
        ]
    )


def _page(contents: int) -> str:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {contents} 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>"
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _written(objects: Sequence[str]) -> bytes:
    written, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode()
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return written + trailer.encode()
