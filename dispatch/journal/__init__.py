"""The journal: a hash-linked entry for every change, written last in the transaction that makes it."""

from dispatch.journal.models import JournalEntry
from dispatch.journal.record import record
from dispatch.journal.verify import JournalFault, verify_chain

__all__ = ["JournalEntry", "JournalFault", "record", "verify_chain"]
