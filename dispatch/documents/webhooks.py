"""Webhooks: journal entries of the kinds that the installation has chosen are told to one address, signed.

What is told is written into the outbox by the transaction that does it: nothing that rolled back is ever told. Headers and
signature follow the Standard Webhooks specification (standardwebhooks.com, 1.0): `webhook-id`, `webhook-timestamp`, and
`webhook-signature: v1,` with the base64 of HMAC-SHA256 over `id.timestamp.body`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.db.engine import actor_of, before_journal
from dispatch.documents.carriers import Parcel, post
from dispatch.documents.messages import OutgoingMessage
from dispatch.documents.posting import queue_message
from dispatch.settings import Settings

CHANNEL = "webhook"
SECRET_PREFIX = "whsec_"  # noqa: S105  what a secret begins with


@before_journal
def tell_events(session: Session) -> None:
    """Put into the outbox what this transaction is about to tell the journal."""
    chosen = settings.current()
    if not chosen.webhook_url:
        return
    kinds = wanted(chosen)
    for kind, subject, payload in session.info.get("journal", ()):
        if kind in kinds:
            told = {
                "event": kind, "subject": subject, "at": clock.now().isoformat(), "actor": actor_of(session),
                "data": json.loads(payload),
            }  # fmt: skip
            queue_message(session, CHANNEL, kind, subject, json.dumps(told, ensure_ascii=False, sort_keys=True))
    session.flush()


def wanted(chosen: Settings) -> frozenset[str]:
    """The kinds of events that are told."""
    return frozenset(part.strip() for part in chosen.webhook_events.split(",") if part.strip())


def send(message: OutgoingMessage, chosen: Settings) -> str:
    """Tell one event.

    Raises
    ------
    NotTakenError
        The address did not take it.
    """
    secret = chosen.webhook_secret.get_secret_value() if chosen.webhook_secret else ""
    timestamp, body = str(int(clock.real_now().timestamp())), message.body.encode()
    headers = {
        "webhook-id": message.key,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, message.key, timestamp, body),
    }
    parcel = Parcel(body, "application/json", f"{message.key}.json", message.key)
    return post(chosen.webhook_url, parcel, headers, chosen.http_timeout_s)


def signature(secret: str, key: str, timestamp: str, body: bytes) -> str:
    """What stands in `webhook-signature`; a secret that begins with `whsec_` is base64, any other is taken as it is."""
    raw = base64.b64decode(secret.removeprefix(SECRET_PREFIX)) if secret.startswith(SECRET_PREFIX) else secret.encode()
    digest = hmac.new(raw, f"{key}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
