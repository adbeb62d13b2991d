"""Does a PDF open without a password? Many are encrypted and still open: only changing or printing them is forbidden.

ISO 32000-2, 7.6.4: the file holds what the password of its reader makes of known bytes. With an empty password the same
is reckoned here; where it comes out equal, everybody can read the file.
"""

import re
from dataclasses import dataclass
from hashlib import md5, sha256, sha384, sha512

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ENCRYPT = re.compile(rb"/Encrypt\s*(?:(\d+)\s+(\d+)\s+R|(<<))")
FIRST_ID = re.compile(rb"/ID\s*\[\s*(?=[(<])")
# What stands in the place of a password, or fills a short one (7.6.4.3.2, step a).
FILLING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
MADE_OF_THE_PASSWORD = 32  # bytes at least (table 21: 32, from revision 5 on 48)
LONGEST = 8192  # of the dictionary that says how a file is encrypted: real ones have a few hundred bytes
TOKEN = re.compile(rb"\s*(?:(/[^\s/<>\[\](){}%]*)|(<<)|(>>)|(\()|<([0-9A-Fa-f\s]*)>|([^\s/<>\[\](){}%]+)|([\[\]]))")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Encryption:
    """What the dictionary of encryption says (table 21)."""

    handler: str
    revision: int
    bits: int
    owner: bytes
    user: bytes
    allowed: int
    metadata: bool
    first_id: bytes


def wants_password(content: bytes) -> bool:
    """Whether nobody opens this PDF without a password or a certificate. False for one that says nothing clear."""
    said = _encryption(content)
    if said is None:
        return False
    if said.handler != "Standard":
        return True  # by certificates of those who may read it (7.6.5)
    return len(said.user) >= MADE_OF_THE_PASSWORD and not _opens(said)


def _encryption(content):
    for found in reversed(list(ENCRYPT.finditer(content))):
        start = found.start(3) if found.group(3) else _place(content, found.group(1), found.group(2))
        said = _dictionary(content[start : start + LONGEST]) if start >= 0 else {}
        if "Filter" in said:
            return Encryption(
                handler=said["Filter"],
                revision=_number(said.get("R")),
                bits=_number(said.get("Length"), 40) if _number(said.get("V")) != 4 else 128,
                owner=_bytes(said.get("O")),
                user=_bytes(said.get("U")),
                allowed=_number(said.get("P")),
                metadata=said.get("EncryptMetadata") != "false",
                first_id=_first_id(content),
            )
    return None


def _place(content, number, generation):
    """Where an object's dictionary begins; that of its last version. -1 for none."""
    found = None
    for found in re.finditer(rb"(?<!\d)%s\s+%s\s+obj\s*(?=<<)" % (number, generation), content):  # noqa: B007
        pass
    return found.end() if found else -1


def _first_id(content):
    found = FIRST_ID.search(content)
    if not found:
        return b""
    read = _value(content[found.end() : found.end() + LONGEST], 0)
    return _bytes(read and read[0])


def _dictionary(data):
    """The names and plain values of one dictionary; of what lies deeper only that it is there."""
    said, name, place, depth = {}, None, 0, 0
    while read := _value(data, place):
        value, place = read
        if value in ("<<", ">>"):
            depth += 1 if value == "<<" else -1
            if depth == 0:
                return said
            name = None
        elif depth == 1 and isinstance(value, str) and value.startswith("/") and name is None:
            name = value[1:]
        elif depth == 1 and name is not None:
            said[name] = value.removeprefix("/") if isinstance(value, str) else value
            name = None
    return said


def _value(data, place):
    """(a string as bytes, anything else as text; where the next begins), or None at the end."""
    found = TOKEN.match(data, place)
    if not found:
        return None
    if found.group(4):
        return _literal(data, found.end())
    if found.group(5) is not None:
        digits = re.sub(rb"\s", b"", found.group(5)).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2)), found.end()
    return found.group().strip().decode("latin-1"), found.end()


def _literal(data, place):
    """A string in brackets (7.3.4.2)."""
    out, depth = bytearray(), 1
    while place < len(data):
        one = data[place : place + 1]
        if one == b"\\":
            octal = re.compile(rb"[0-7]{1,3}").match(data, place + 1)
            after = data[place + 1 : place + 2]
            if octal:
                out.append(int(octal.group(), 8) & 255)
                place = octal.end()
                continue
            out += b"" if after in (b"\r", b"\n") else ESCAPES.get(after, after)
            place += 3 if data[place + 1 : place + 3] == b"\r\n" else 2
            continue
        depth += {b"(": 1, b")": -1}.get(one, 0)
        place += 1
        if depth == 0:
            return bytes(out), place
        out += one
    return bytes(out), place


def _number(said, otherwise=0):
    return int(said) if isinstance(said, str) and re.fullmatch(r"[+-]?[0-9]{1,12}", said) else otherwise


def _bytes(said):
    return said if isinstance(said, bytes) else b""


def _opens(said):
    """Whether the empty password is that of the reader (7.6.4.4)."""
    if said.revision >= 5:
        salt, kept = said.user[32:40], said.user[:32]
        return kept == (sha256(salt).digest() if said.revision == 5 else _hardened(salt))
    key = _key(said)
    if said.revision == 2:
        return _rc4(key, FILLING) == said.user[:32]
    made = _rc4(key, md5(FILLING + said.first_id).digest())
    for turn in range(1, 20):
        made = _rc4(bytes(one ^ turn for one in key), made)
    return made == said.user[:16]


def _key(said):
    """Algorithm 2, for the empty password."""
    length = 5 if said.revision == 2 else min(max(said.bits // 8, 5), 16)
    start = FILLING + said.owner[:32] + (said.allowed & 0xFFFFFFFF).to_bytes(4, "little") + said.first_id
    made = md5(start + (b"" if said.metadata or said.revision < 4 else b"\xff" * 4)).digest()
    for _ in range(50 if said.revision >= 3 else 0):
        made = md5(made[:length]).digest()
    return made[:length]


def _hardened(salt):
    """Algorithm 2.B, for the empty password."""
    made, turn, last = sha256(salt).digest(), 0, 0
    while turn < 64 or last > turn - 32:
        cipher = Cipher(algorithms.AES(made[:16]), modes.CBC(made[16:32])).encryptor()
        mixed = cipher.update(made * 64)
        made = (sha256, sha384, sha512)[sum(mixed[:16]) % 3](mixed).digest()
        last, turn = mixed[-1], turn + 1
    return made[:32]


def _rc4(key, data):
    box, second = list(range(256)), 0
    for first in range(256):
        second = (second + box[first] + key[first % len(key)]) % 256
        box[first], box[second] = box[second], box[first]
    out, first, second = bytearray(), 0, 0
    for one in data:
        first = (first + 1) % 256
        second = (second + box[first]) % 256
        box[first], box[second] = box[second], box[first]
        out.append(one ^ box[(box[first] + box[second]) % 256])
    return bytes(out)
