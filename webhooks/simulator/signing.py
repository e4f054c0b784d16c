"""The carrier's signature over a webhook, written from the published algorithm and not from anybody's SDK."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

DIGESTS = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}


def signature(token: str, url: str, params: Iterable[tuple[str, str]] = (), algorithm: str = "HMAC_SHA1") -> str:
    """Sign the URL without fragment and the form: names sorted by byte, repeated values sorted, once each."""
    values: dict[str, set[str]] = {}
    for name, value in params:
        values.setdefault(name, set()).add(value)
    text = url.partition("#")[0]
    for name in sorted(values):
        text += "".join(name + value for value in sorted(values[name]))
    digest = hmac.new(token.encode(), text.encode(), DIGESTS[algorithm]).digest()
    return base64.b64encode(digest).decode()
