"""Stand-ins for what people would hand in: scans of signed papers and photographs of sheets on the wall.

Drawn here, so that the demonstration needs no photographs of anybody; each says that it is one.
"""

import io

from PIL import Image, ImageDraw

from app.core.permissions import Actor, Permission
from app.domain.attachments import service
from app.domain.attachments.models import Attachment

PAPER, INK, WALL, BOARD = "#fbfaf5", "#333333", "#c9bfa8", "#7a5c3e"


def signed_copy(*, actor: Actor, kind: str, area_path: str, name: str, needs: Permission) -> Attachment:
    """A scan of a signed paper called *name*."""
    picture = Image.new("RGB", (420, 594), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text((40, 36), f"DEMONSTRATION  {name}", fill=INK)
    for line in range(22):
        width = 340 - (line * 37) % 90
        draw.line((40, 80 + line * 20, 40 + width, 80 + line * 20), fill="#999999", width=2)
    draw.line((250, 545, 380, 545), fill=INK, width=1)
    draw.text((250, 550), "signature", fill=INK)
    return _store(picture, actor, kind, area_path, f"{name}.jpg", needs)


def wall_photograph(*, actor: Actor, number: str, place: int, area_path: str) -> Attachment:
    """A photograph of notice *number* on the board at the village's *place*-th place."""
    picture = Image.new("RGB", (640, 480), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 40, 550, 440), fill=BOARD)
    left = 150 + place * 30
    draw.rectangle((left, 70, left + 240, 410), fill=PAPER)
    draw.text((left + 30, 90), f"DEMONSTRATION  {number}", fill=INK)
    for line in range(13):
        draw.line((left + 24, 125 + line * 20, left + 216, 125 + line * 20), fill="#888888", width=2)
    draw.text((100, 452), f"place {place + 1}", fill=INK)
    return _store(
        picture, actor, "posting", area_path, f"{number}-{place + 1}.jpg", Permission.CANDIDATE_LIST_VIEW
    )


def house_photograph(*, actor: Actor, area_path: str, number: str, which: int) -> Attachment:
    """A photograph taken at a home check: a house, drawn; *which* changes its look."""
    picture = Image.new("RGB", (480, 360), ("#cfe0ea", "#e6e0d0")[which % 2])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 360), fill="#9a8f6b")
    left = 90 + which * 40
    draw.rectangle((left, 150, left + 230, 270), fill="#d8c7a6")
    draw.polygon(((left - 20, 150), (left + 250, 150), (left + 115, 85)), fill="#8a5a44")
    draw.rectangle((left + 95, 200, left + 135, 270), fill="#5e4630")
    draw.text((20, 20), f"DEMONSTRATION  home check {number}", fill=INK)
    return _store(
        picture, actor, "home_check_photo", area_path, f"check-{number}.jpg", Permission.APPLICATION_VIEW
    )


def _store(
    picture: Image.Image, actor: Actor, kind: str, area_path: str, name: str, needs: Permission
) -> Attachment:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=60)
    return service.store(
        data=buffer.getvalue(), filename=name, kind=kind, area_path=area_path, actor=actor, needs=needs
    )
