"""What phones report: events, signatures, photos."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FROZEN = ("phone_events", "phone_evidence", "phone_photos")
"""Rows are added, never changed or deleted."""


def upgrade() -> None:
    op.create_table(
        "phone_events",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("tour_id", BIG, nullable=False),
        sa.Column("stop_id", BIG, nullable=True),
        sa.Column("note_id", BIG, nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("device_at", UtcInstant(), nullable=False),
        sa.Column("received_at", UtcInstant(), nullable=False),
        sa.Column("received_by", sa.String(length=255), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('arrive', 'deliver', 'problem', 'late')", name=op.f("ck_phone_events_kind_known")),
        sa.CheckConstraint("outcome IN ('taken', 'refused')", name=op.f("ck_phone_events_outcome_known")),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_phone_events_sequence_from_one")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_phone_events_content_hash_whole")),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_phone_events_tour_id_tours")),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_phone_events_stop_id_stops")),
        sa.ForeignKeyConstraint(
            ["note_id"], ["delivery_notes.id"], name=op.f("fk_phone_events_note_id_delivery_notes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_events")),
        sa.UniqueConstraint("client_id", "sequence", name=op.f("uq_phone_events_client_id_sequence")),
    )
    op.create_index(op.f("ix_phone_events_tour_id"), "phone_events", ["tour_id"])
    op.create_index(op.f("ix_phone_events_note_id"), "phone_events", ["note_id"])
    op.create_table(
        "phone_evidence",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("event_id", BIG, nullable=False),
        sa.Column("receipt_id", BIG, nullable=True),
        sa.Column("shown_hash", sa.String(length=64), nullable=False),
        sa.Column("signature_id", BIG, nullable=False),
        sa.Column("signer_name", sa.String(length=255), nullable=False),
        sa.Column("signer_quality", sa.String(length=255), nullable=False),
        sa.CheckConstraint("length(shown_hash) = 64", name=op.f("ck_phone_evidence_shown_hash_whole")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["phone_events.id"], name=op.f("fk_phone_evidence_event_id_phone_events")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_phone_evidence_receipt_id_receipts")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["documents.id"], name=op.f("fk_phone_evidence_signature_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_evidence")),
        sa.UniqueConstraint("event_id", name=op.f("uq_phone_evidence_event_id")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_phone_evidence_receipt_id")),
    )
    op.create_table(
        "phone_photos",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("event_id", BIG, nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("document_id", BIG, nullable=False),
        sa.CheckConstraint("line_no >= 1", name=op.f("ck_phone_photos_line_no_from_one")),
        sa.ForeignKeyConstraint(["event_id"], ["phone_events.id"], name=op.f("fk_phone_photos_event_id_phone_events")),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_phone_photos_document_id_documents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_photos")),
        sa.UniqueConstraint(
            "event_id", "line_no", "document_id", name=op.f("uq_phone_photos_event_id_line_no_document_id")
        ),
    )
    connection = op.get_bind()
    for table in FROZEN:
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(connection.dialect.name, table, columns):
            op.execute(statement)


def downgrade() -> None:
    connection = op.get_bind()
    for table in reversed(FROZEN):
        for statement in thaw(connection.dialect.name, table):
            op.execute(statement)
        op.drop_table(table)
