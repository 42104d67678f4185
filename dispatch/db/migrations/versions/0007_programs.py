"""Other programs: tokens of the API, answers kept for repeated calls, messages out; settings that are rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("sees_prices", sa.Boolean(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("expires_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("last_used_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("revoked_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "role IN ('planner', 'sales', 'manager', 'administrator')", name=op.f("ck_api_tokens_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_table(
        "kept_answers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("token_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["token_id"], ["api_tokens.id"], name=op.f("fk_kept_answers_token_id_api_tokens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answers")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_kept_answers_token_id_key")),
    )
    op.create_index(op.f("ix_kept_answers_created_at"), "kept_answers", ["created_at"])
    op.create_table(
        "outgoing_messages",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=255), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('webhook', 'erp', 'platform')", name=op.f("ck_outgoing_messages_channel_known")
        ),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name=op.f("ck_outgoing_messages_state_known")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_outgoing_messages_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_messages_key")),
    )
    op.create_index(op.f("ix_outgoing_messages_subject"), "outgoing_messages", ["subject"])
    op.create_index(
        "ix_outgoing_messages_waiting",
        "outgoing_messages",
        ["next_at"],
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "stored_settings",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_settings")),
    )


def downgrade() -> None:
    op.drop_table("stored_settings")
    op.drop_table("outgoing_messages")
    op.drop_table("kept_answers")
    op.drop_table("api_tokens")
