"""The planner's console: locked tours and days, kept versions of a day, scenarios, usual rounds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.types import UtcInstant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> UtcInstant:
    return UtcInstant(timezone=True)


def upgrade() -> None:
    op.add_column("tours", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("day_plans", sa.Column("locked_at", _instant(), nullable=True))
    op.add_column("day_plans", sa.Column("locked_by", sa.String(length=255), nullable=False, server_default=""))
    op.create_table(
        "day_versions",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("tours", sa.JSON(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.Column("saved_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("kind IN ('named', 'sent')", name=op.f("ck_day_versions_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_versions")),
    )
    op.create_index("ix_day_versions_day", "day_versions", ["day"])
    op.create_table(
        "scenarios",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("job_id", _id(), nullable=True),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", _instant(), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("asked_by", sa.String(length=255), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("tours", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'solved', 'adopted', 'failed', 'cancelled')",
            name=op.f("ck_scenarios_state_known"),
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_scenarios_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
        sa.UniqueConstraint("job_id", name=op.f("uq_scenarios_job_id")),
    )
    op.create_index("ix_scenarios_day", "scenarios", ["day"])
    op.create_table(
        "usual_rounds",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("vehicle_id", _id(), nullable=False),
        sa.Column("site_ids", sa.JSON(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.Column("saved_by", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicles.id"], name=op.f("fk_usual_rounds_vehicle_id_vehicles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_rounds")),
        sa.UniqueConstraint("name", name=op.f("uq_usual_rounds_name")),
    )


def downgrade() -> None:
    for table in ("usual_rounds", "scenarios", "day_versions"):
        op.drop_table(table)
    op.drop_column("day_plans", "locked_by")
    op.drop_column("day_plans", "locked_at")
    op.drop_column("tours", "locked")
