"""The office's signature, checked by another program."""

import asyncio
import dataclasses
import datetime as dt
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app.commands import certificates
from app.documents import render, signing, stamping
from app.documents.faults import CertificateUnusable

AT = dt.datetime(2014, 6, 5, 1, 30, tzinfo=dt.UTC)
PAPER = (
    '<!doctype html>\n<html lang="zh-CN"><head><title>公告</title></head><body><h1>公告</h1></body></html>'
)
CSS = ("html { font: 12pt 'Noto Serif CJK SC' }",)


@pytest.fixture(scope="module")
def base() -> bytes:
    return render.render(PAPER, css=CSS, lang="zh")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signing.make_demonstration(tmp_path_factory.mktemp("signing"), at=AT, password="geheim")


@pytest.fixture(scope="module")
def sealed(base: bytes, certificate: Path) -> bytes:
    return signing.signed(base, signing.load(certificate.read_bytes(), "geheim"), at=AT)


def checked(data: bytes, folder: Path) -> str:
    """What poppler says about the signatures of a file."""
    path = folder / "signed.pdf"
    path.write_bytes(data)
    command = [shutil.which("pdfsig") or "pdfsig", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout


def test_another_program_finds_the_signature_valid(sealed: bytes, tmp_path: Path) -> None:
    said = checked(sealed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert signing.DEMONSTRATION in said


def test_it_signs_where_an_event_loop_is_running(base: bytes, certificate: Path) -> None:
    async def within() -> bytes:
        return signing.signed(base, signing.load(certificate.read_bytes(), "geheim"), at=AT)

    with ThreadPoolExecutor(1) as aside:  # this thread may have a loop already, left by a browser's test
        data = aside.submit(lambda: asyncio.run(within())).result()
    assert data.startswith(base)
    assert len(data) > len(base)


def test_one_changed_letter_breaks_it(sealed: bytes, tmp_path: Path) -> None:
    at = sealed.index(b"/Title")
    said = checked(sealed[:at] + b"/Titel" + sealed[at + 6 :], tmp_path)
    assert "Signature is Valid." not in said


def test_the_paper_stands_unchanged_before_its_signature(base: bytes, sealed: bytes) -> None:
    assert sealed.startswith(base)
    assert stamping.count_pages(sealed) == 1
    assert re.search(rb"/Rect\s*\[\s*0(\.0)? 0(\.0)? 0(\.0)? 0(\.0)?\s*\]", sealed), (
        "it shows nothing on the page"
    )


def test_a_wrong_password_is_refused_in_a_sentence(certificate: Path) -> None:
    with pytest.raises(CertificateUnusable) as caught:
        signing.load(certificate.read_bytes(), "falsch")
    assert "falsch" not in str(caught.value)
    with pytest.raises(CertificateUnusable):
        signing.load(b"no certificate", "")


def test_a_certificate_that_has_run_out_signs_nothing(base: bytes, certificate: Path) -> None:
    signer = signing.load(certificate.read_bytes(), "geheim")
    with pytest.raises(CertificateUnusable):
        signing.signed(base, signer, at=AT + dt.timedelta(days=800))


def configured(desk: Flask, **settings: object) -> None:
    desk.extensions["gongshi"] = dataclasses.replace(desk.extensions["gongshi"], **settings)


def test_without_a_certificate_papers_stay_as_they_are(desk: Flask, base: bytes) -> None:
    configured(desk, signing_certificate=None)
    assert signing.signed_if_configured(base) == base
    assert signing.certificate_mark() == ""
    assert not signing.is_configured()


def test_what_should_be_signed_is_never_handed_out_unsigned(desk: Flask, base: bytes, tmp_path: Path) -> None:
    configured(desk, signing_certificate=tmp_path / "gone.p12", signing_password="")
    with pytest.raises(CertificateUnusable):
        signing.signed_if_configured(base)


def test_a_command_makes_a_certificate_to_show_it(desk: Flask, base: bytes, tmp_path: Path) -> None:
    configured(desk, signing_certificate=None, instance=tmp_path)
    runner = desk.test_cli_runner()
    assert runner.invoke(certificates.show).exit_code == 1
    assert runner.invoke(certificates.demonstration).exit_code == 0
    assert (tmp_path / "signing" / "certificate.p12").stat().st_mode & 0o077 == 0
    assert runner.invoke(certificates.demonstration).exit_code == 1, "the one that is there stays"
    password = (tmp_path / "signing" / "password").read_text()
    configured(desk, signing_certificate=tmp_path / "signing" / "certificate.p12", signing_password=password)
    assert signing.DEMONSTRATION in runner.invoke(certificates.show).output
    assert len(signing.certificate_mark()) == 16
    assert "Signature is Valid." in checked(signing.signed_if_configured(base), tmp_path)


def test_an_ordinary_start_does_not_load_the_signing_library() -> None:
    script = "import sys; import app.documents.signing, app.commands.certificates; sys.exit('pyhanko' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
