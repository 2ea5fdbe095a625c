"""The board's own signing key for receipts, made at first use, and paper references sealed under the child's key."""

from datetime import datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kring.domains.consent.actions import gates
from kring.domains.consent.models import BoardSeal
from kring.domains.consent.queries import deciders, seals
from kring.domains.school.queries import board_name
from kring.ground.ids import uuid7
from kring.ground.sealing import Place, Ring

# A receipt outlives a school career; a new key comes half way, so that the newest can too. Old ones stay for checking.
VALID = timedelta(weeks=2000)
RENEW_BEFORE = VALID / 2
COMMON_NAME_LENGTH = 64  # X.520


def ensure(*, board_id: UUID, at: datetime) -> None:
    """This function will make the board's signing key when there is none, or when it grows old."""
    if seals.newest_until(board_id=board_id) - at > RENEW_BEFORE:
        return
    gates.one_at_a_time(about=board_id)
    if seals.newest_until(board_id=board_id) - at > RENEW_BEFORE:
        return
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(board_name(board_id=board_id), board_id, key, at)
    ring, row_id = Ring(board_id), uuid7()
    key_id = ring.new_key("seal", board_id)
    private = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    BoardSeal.objects.create(
        id=row_id, board_id=board_id, key_id=key_id, at=at, until=at + VALID,
        certificate=certificate.public_bytes(serialization.Encoding.DER),
        private_key=ring.seal(private, key_id=key_id, place=seals.place_of(row_id)))


def seal_for(*, board_id: UUID, person_id: UUID, content: str, place: Place) -> bytes:
    """This function will seal content about a person under that person's key."""
    key_id = deciders.key_of(board_id=board_id, person_id=person_id)
    return Ring(board_id).seal(content, key_id=key_id, place=place)


def _certificate(board: str, board_id: UUID, key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name([
        x509.NameAttribute(NameOID.COMMON_NAME, board[:COMMON_NAME_LENGTH]),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, str(board_id)),
    ])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False)
    return (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(at - timedelta(hours=1)).not_valid_after(at + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
