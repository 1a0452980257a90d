"""Files as people hand them in at a page. No test stands here."""

import io

from tests.domain.attachments.pictures import A_PDF, a_jpeg


def a_scan(name: str = "scan.pdf") -> tuple[io.BytesIO, str]:
    """A scanned paper."""
    return io.BytesIO(A_PDF), name


def a_photo(name: str = "photo.jpg") -> tuple[io.BytesIO, str]:
    """A photograph as a telephone takes it."""
    return io.BytesIO(a_jpeg()), name


def no_file() -> tuple[io.BytesIO, str]:
    """What a browser sends for a file field that was left empty."""
    return io.BytesIO(b""), ""
