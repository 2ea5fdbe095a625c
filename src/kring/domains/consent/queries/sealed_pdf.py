"""A document that proves itself: PDF/A-3 with its exact content attached as JSON, sealed with a board's key (PAdES).

Here belong making one and checking one. What stands in it is the caller's matter. Pages are set by typst, whose source
(templates/consent/receipt.typ) takes data only; what its letters cannot show is printed as its number, [U+1F44D].
"""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from asn1crypto import cms, keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kring.domains.consent.queries.seals import Seal

TEMPLATE = Path(__file__).parents[1] / "templates/consent/receipt.typ"
ATTACHED = "receipt.json"
FIELD = "Kring"
DIGEST = "sha256"
OTHER_SIGNS = (0x0250, 0x2010)  # between the Latin signs and the punctuation that all scripts share
LAST_SIGN = 0x20BF  # the last of the money signs
UNSHOWABLE = re.compile(r'the text `"(.+?)"` could not be displayed', re.S)


@dataclass(frozen=True)
class Checked:
    """What checking a document found. `content` is given only when all of it holds."""

    whole: bool
    sealed_by: str = ""
    sealed_at: datetime | None = None
    content: dict[str, Any] = field(default_factory=dict)


class _SignerAt(signers.PdfSigner):
    """Signs at a moment that is handed to it; pyHanko asks the machine's clock by itself."""

    def __init__(self, at: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def make(*, shown: dict[str, Any], exact: dict[str, Any], seal: Seal, at: datetime) -> bytes:
    """This function will set the pages from `shown`, attach `exact`, and seal the whole."""
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(seal.certificate), signing_key=keys.PrivateKeyInfo.load(seal.private_key),
        cert_registry=SimpleCertificateStore())
    meta = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    _SignerAt(at, meta, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(_pages(shown, exact))), output=out)
    return out.getvalue()


def check(pdf: bytes, *, certificates: list[bytes]) -> Checked:
    """This function will say whether a document is whole and sealed with one of these certificates (DER)."""
    try:
        return _check(pdf, certificates)
    except Exception:
        # Whatever a broken document makes a parser do, it is not whole.
        return Checked(whole=False)


def _check(pdf: bytes, certificates: list[bytes]) -> Checked:
    reader = PdfFileReader(BytesIO(pdf))
    signature = reader.embedded_signatures[0]
    signed_at = signature.self_reported_timestamp
    trusted = [x509.Certificate.load(one) for one in certificates]
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=signed_at, other_certs=[])
    status = validate_pdf_signature(signature, context, key_usage_settings=KeyUsageConstraints({"digital_signature"}))
    whole = status.bottom_line and status.signing_cert.dump() in certificates and len(reader.embedded_signatures) == 1
    if not whole or not _only_the_seal_is_unsigned(pdf, signature):
        return Checked(whole=False)
    content = json.loads(reader.root["/AF"][0]["/EF"]["/F"].data)
    return Checked(whole=True, sealed_by=status.signing_cert.subject.native["common_name"], sealed_at=signed_at,
                   content=content)


def _only_the_seal_is_unsigned(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """The signature covers all bytes but its own; those must be the signature in its one form, so that no byte is free."""
    start, length, after, rest = (int(number) for number in signature.sig_object["/ByteRange"])
    written = _in_one_form(signature).hex().upper().encode()
    gap = b"<" + written.ljust(after - length - 2, b"0") + b">"
    return (start, after + rest) == (0, len(pdf)) and pdf[length:after] == gap


def _in_one_form(signature: EmbeddedPdfSignature) -> bytes:
    """Build the signature anew from what matters in it: signed attributes and signature."""
    signed, digest = cms.ContentInfo.load(signature.pkcs7_content)["content"]["signer_infos"][0], {"algorithm": DIGEST}
    certificate = signature.signer_cert
    signer = cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}))
    info = {"version": "v1", "sid": signer, "digest_algorithm": digest, "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signed_attrs": signed["signed_attrs"], "signature": signed["signature"]}
    data = {"version": "v1", "digest_algorithms": [digest], "encap_content_info": {"content_type": "data"},
            "certificates": [certificate], "signer_infos": [info]}
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(data)}).dump(force=True)


def _pages(shown: dict[str, Any], exact: dict[str, Any]) -> bytes:
    """Set the pages; letters that no font has are named by typst one at a time and replaced by their numbers."""
    text, attached = json.dumps(_showable(shown), ensure_ascii=False), json.dumps(exact, ensure_ascii=False, indent=1)
    while True:
        try:
            return typst.compile(_source(), format="pdf", pdf_standards=["a-3b"], ignore_system_fonts=True,
                                 sys_inputs={"shown": text, "exact": attached})
        except typst.TypstError as problem:
            found = UNSHOWABLE.search(str(problem))
            replaced = text
            for letter in found[1] if found else "":
                if not letter.isascii():
                    replaced = replaced.replace(letter, _number(letter))
            if replaced == text:
                raise
            text = replaced


def _showable(value: Any) -> Any:
    """Print as numbers what surely has no letter here: other scripts, signs and pictures, marks on nothing, controls."""
    if isinstance(value, str):
        return "".join(c if _is_common(c) else _number(c) for c in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {key: _showable(part) for key, part in value.items()}
    return [_showable(part) for part in value] if isinstance(value, list) else value


def _is_common(letter: str) -> bool:
    kind, code = unicodedata.category(letter), ord(letter)
    if kind[0] == "L":
        return unicodedata.name(letter, "").startswith(("LATIN", "GREEK", "CYRILLIC"))
    return kind[0] in "NPSZ" and code not in range(*OTHER_SIGNS) and code <= LAST_SIGN


def _number(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


@lru_cache(maxsize=1)
def _source() -> bytes:
    return TEMPLATE.read_bytes()
