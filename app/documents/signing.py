"""The county's electronic signature under papers that are kept: PAdES baseline B (ETSI EN 319 142-1), invisible.

Optional: without a certificate papers stay unsigned. The last step, since the file must not change after it; what it
adds stands behind the file, whose first bytes stay as they are, and keeps PDF/A and PDF/UA. The certificate and its
key are a PKCS#12 file of the office's own, never part of the portal. A seal is never drawn: it is pressed on paper.
Lives elsewhere: which papers are signed (``notice_sheets.py``), the commands (``app/commands/certificates.py``).
"""

import contextlib
import datetime as dt
import hashlib
import io
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app

from app.core import clock
from app.core.files import write_whole
from app.documents.faults import CertificateUnusable

FIELD = "Issuer"
#: Room for the signature with its certificates, in hexadecimal digits: a chain of three needs half of it.
ROOM = 16_384
#: Only for showing what signing does; the name says so wherever it is read.
DEMONSTRATION = "Demonstration only, not a real office"


@dataclass(frozen=True)
class Holder:
    """Whose certificate it is, who vouches for it, and until when."""

    name: str
    issuer: str
    not_before: dt.datetime
    not_after: dt.datetime
    digest: str


def is_configured() -> bool:
    """Whether papers are signed here."""
    path = _path()
    return path is not None and path.is_file()


def certificate_mark() -> str:
    """What changes when another certificate is put in; empty without one. For keys of what is kept, reads one file."""
    path = _path()
    if path is None or not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def signed_if_configured(data: bytes) -> bytes:
    """*data* with the office's signature behind it, or as it is where there is no certificate.

    Raises :class:`app.documents.faults.CertificateUnusable` rather than hand out unsigned what should be signed.
    """
    path = _path()
    if path is None:
        return data
    signer = _signer(path, current_app.extensions["gongshi"].signing_password, _mark(path))
    return signed(data, signer, at=clock.now())


def holder() -> Holder:
    """Who signs here. Raises :class:`app.documents.faults.CertificateUnusable`."""
    path = _path()
    if path is None:
        raise CertificateUnusable("GONGSHI_SIGNING_CERTIFICATE")
    return _holder(_signer(path, current_app.extensions["gongshi"].signing_password, _mark(path)))


def load(data: bytes, password: str) -> Any:
    """The signer of a PKCS#12 file. Raises :class:`app.documents.faults.CertificateUnusable`."""
    from pyhanko.sign import signers

    with _quiet():
        try:
            signer = signers.SimpleSigner.load_pkcs12_data(data, [], password.encode() if password else None)
        except (ValueError, TypeError) as error:
            raise CertificateUnusable(str(error)) from error
    if signer is None:
        raise CertificateUnusable("PKCS#12")
    return signer


def signed(data: bytes, signer: Any, *, at: dt.datetime) -> bytes:
    """*data* signed at *at* (UTC); whoever changes anything afterwards breaks the signature.

    Raises :class:`app.documents.faults.CertificateUnusable` when the certificate does not count at that instant.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    known = _holder(signer)
    if not known.not_before <= at <= known.not_after:
        raise CertificateUnusable(f"{known.not_before:%Y-%m-%d} – {known.not_after:%Y-%m-%d}")
    statement = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        name=known.name,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    with _quiet():
        pen = signers.PdfSigner(statement, signer, timestamper=None)
        # the library begins an event loop, which it cannot where one is running already
        with ThreadPoolExecutor(1) as aside:
            paper = IncrementalPdfFileWriter(io.BytesIO(data))
            aside.submit(pen.sign_pdf, paper, output=out, bytes_reserved=ROOM).result()
    return out.getvalue()


def make_demonstration(folder: Path, *, at: dt.datetime, password: str) -> Path:
    """A certificate that an authority made for this occasion vouches for, for two years from *at*.

    Gives the PKCS#12 file in *folder*; beside it lies the authority's certificate, for programs that check.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    authority_key, authority = _certificate(f"{DEMONSTRATION}: authority", at=at)
    key, certificate = _certificate(DEMONSTRATION, at=at, by=(authority_key, authority))
    lock = serialization.BestAvailableEncryption(password.encode())
    packed = pkcs12.serialize_key_and_certificates(b"gongshi", key, certificate, [authority], lock)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "certificate.p12"
    write_whole(path, packed, 0o600)
    write_whole(folder / "authority.pem", authority.public_bytes(serialization.Encoding.PEM), 0o644)
    return path


def _path() -> Path | None:
    path: Path | None = current_app.extensions["gongshi"].signing_certificate
    return path


def _mark(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise CertificateUnusable(path.name) from error


@lru_cache(maxsize=2)
def _signer(path: Path, password: str, _mark: str) -> Any:
    """Loaded once for each content of the file."""
    return load(path.read_bytes(), password)


def _holder(signer: Any) -> Holder:
    certificate = signer.signing_cert
    return Holder(
        name=certificate.subject.native.get("common_name", ""),
        issuer=certificate.issuer.native.get("common_name", ""),
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        digest=certificate.sha256.hex(),
    )


def _certificate(name: str, *, at: dt.datetime, by: tuple[Any, Any] | None = None) -> tuple[Any, Any]:
    """A key and a certificate for it; without *by* one that vouches for others, signed with its own key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    signing_key, issuer = (key, subject) if by is None else (by[0], by[1].subject)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(days=1))
        .not_valid_after(at + dt.timedelta(days=730))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=by is not None,
                content_commitment=by is not None,
                key_cert_sign=by is None,
                crl_sign=by is None,
                **usage,
            ),
            critical=True,
        )
    )
    return key, builder.sign(signing_key, hashes.SHA256())


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The signing library logs a whole traceback for a wrong password; the fault says it in a sentence."""
    logger = logging.getLogger("pyhanko")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
