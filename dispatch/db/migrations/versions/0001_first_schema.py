"""First schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dispatch.db.immutability import freeze, thaw
from dispatch.db.types import UtcInstant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


FROZEN: dict[str, tuple[str, ...]] = {
    "journal": (),
    "receipts": (),
    "receipt_lines": (),
    "discrepancies": (),
    "note_lines": (),
    "delivery_notes": ("state", "state_at", "state_by", "pack_document_id"),
    "invoice_triggers": ("state", "state_at", "state_by"),
    "invoice_trigger_lines": (),
    "documents": (),
    "order_amendments": (),
}
"""Tables whose rows are never deleted, and the columns that may still move."""


def upgrade() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("legal_form", sa.String(length=32), nullable=False),
        sa.Column("capital_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("siren", sa.String(length=9), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("rcs", sa.String(length=255), nullable=False),
        sa.Column("vat_number", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("postcode", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("operations", sa.String(length=16), nullable=False),
        sa.Column("vat_on_debits", sa.Boolean(), nullable=False),
        sa.Column("note_copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("operations IN ('goods', 'services', 'both')", name=op.f("ck_company_operations_known")),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("siren", sa.String(length=16), nullable=False),
        sa.Column("billing_address", sa.String(length=255), nullable=False),
        sa.Column("postcode", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("terms_days", sa.Integer(), nullable=False),
        sa.Column("terms_end_of_month", sa.Boolean(), nullable=False),
        sa.Column("cash_on_delivery", sa.Boolean(), nullable=False),
        sa.Column("vat_number", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("credit_limit_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("billing_mode", sa.String(length=16), nullable=False),
        sa.Column("priced_note", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("electronic_address", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "billing_mode IN ('per_delivery', 'note_is_invoice', 'periodic')",
            name=op.f("ck_customers_billing_mode_known"),
        ),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_customers_language_known")),
        sa.CheckConstraint("credit_limit_cents >= 0", name=op.f("ck_customers_credit_limit_not_negative")),
        sa.CheckConstraint("terms_days >= 0", name=op.f("ck_customers_terms_days_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("code", name=op.f("uq_customers_code")),
    )
    op.create_table(
        "day_plans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("released_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_day_plans_version_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_plans")),
        sa.UniqueConstraint("day", name=op.f("uq_day_plans_day")),
    )
    op.create_table(
        "depots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("postcode", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("dock_count", sa.Integer(), nullable=True),
        sa.Column("loading_s", sa.Integer(), nullable=False),
        sa.CheckConstraint("dock_count >= 1", name=op.f("ck_depots_dock_count_positive")),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name=op.f("ck_depots_place_range")
        ),
        sa.CheckConstraint("loading_s >= 0", name=op.f("ck_depots_loading_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depots")),
        sa.UniqueConstraint("code", name=op.f("uq_depots_code")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_documents_sha256_whole")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_documents_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_documents_sha256"), ["sha256"], unique=False)
        batch_op.create_index("ix_documents_subject", ["subject_kind", "subject_key"], unique=False)

    op.create_table(
        "import_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=255), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("created_count", sa.Integer(), nullable=False),
        sa.Column("changed_count", sa.Integer(), nullable=False),
        sa.Column("unchanged_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=128), nullable=False),
        sa.Column("lease_until", UtcInstant(timezone=True), nullable=True),
        sa.Column("heartbeat_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name=op.f("ck_jobs_state_known")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_jobs_attempts_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_state_id", ["state", "id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_journal_seq_from_one")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_journal_prev_hash")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_subject"), ["subject"], unique=False)

    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempts")),
    )
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_attempts_address"), ["address"], unique=False)
        batch_op.create_index(batch_op.f("ix_login_attempts_login"), ["login"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_number_series_last_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("kind", "year", name=op.f("uq_number_series_kind_year")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("volume_cm3", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pallets_micro", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("multiple_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint("kind IN ('goods', 'service')", name=op.f("ck_products_kind_known")),
        sa.CheckConstraint("multiple_qty > 0", name=op.f("ck_products_multiple_positive")),
        sa.CheckConstraint("vat_bp >= 0", name=op.f("ck_products_vat_not_negative")),
        sa.CheckConstraint(
            "weight_g >= 0 AND volume_cm3 >= 0 AND pallets_micro >= 0", name=op.f("ck_products_size_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("code", name=op.f("uq_products_code")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("sees_prices", sa.Boolean(), nullable=False),
        sa.Column("driver_code", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("last_login_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("ck_users_language_known")),
        sa.CheckConstraint(
            "role IN ('planner', 'driver', 'sales', 'manager', 'administrator')", name=op.f("ck_users_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("login", name=op.f("uq_users_login")),
    )
    op.create_table(
        "work_centres",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_centres")),
        sa.UniqueConstraint("code", name=op.f("uq_work_centres_code")),
    )
    op.create_table(
        "import_warnings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("row_no >= 1", name=op.f("ck_import_warnings_row_no_positive")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_warnings_batch_id_import_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_warnings")),
    )
    with op.batch_alter_table("import_warnings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_warnings_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index("ix_import_warnings_open", ["code", "closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_warnings_subject"), ["subject"], unique=False)

    op.create_table(
        "login_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("used_at", UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_login_links_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_links_token_hash")),
    )
    with op.batch_alter_table("login_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_links_user_id"), ["user_id"], unique=False)

    op.create_table(
        "planning_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("early_days", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("time_limit_ms", sa.Integer(), nullable=False),
        sa.Column("base_versions", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("asked_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=255), nullable=False),
        sa.Column("router", sa.String(length=255), nullable=False),
        sa.Column("source_fr", sa.String(length=255), nullable=False),
        sa.Column("source_en", sa.String(length=255), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("cost_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tour_cost_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("bound_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("violation_count", sa.Integer(), nullable=False),
        sa.Column("served_lines", sa.Integer(), nullable=False),
        sa.Column("due_lines", sa.Integer(), nullable=False),
        sa.Column("matrix_ms", sa.Integer(), nullable=False),
        sa.Column("solve_ms", sa.Integer(), nullable=False),
        sa.Column("problem_sha256", sa.String(length=64), nullable=False),
        sa.Column("plan_sha256", sa.String(length=64), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'solved', 'adopted', 'stale', 'failed', 'cancelled', 'discarded')",
            name=op.f("ck_planning_runs_state_known"),
        ),
        sa.CheckConstraint("violation_count = 0 OR state <> 'adopted'", name=op.f("ck_planning_runs_adopted_is_clean")),
        sa.CheckConstraint("days >= 1 AND early_days >= 0", name=op.f("ck_planning_runs_span_known")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_planning_runs_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_runs")),
        sa.UniqueConstraint("job_id", name=op.f("uq_planning_runs_job_id")),
    )
    with op.batch_alter_table("planning_runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planning_runs_first_day"), ["first_day"], unique=False)

    op.create_table(
        "production_capacity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("work_centre_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.Time(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_production_capacity_minutes_not_negative")),
        sa.ForeignKeyConstraint(
            ["work_centre_id"], ["work_centres.id"], name=op.f("fk_production_capacity_work_centre_id_work_centres")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_capacity")),
        sa.UniqueConstraint("work_centre_id", "day", name=op.f("uq_production_capacity_work_centre_id_day")),
    )
    op.create_table(
        "production_rates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("work_centre_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("qty_per_hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("qty_per_hour > 0", name=op.f("ck_production_rates_rate_positive")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_production_rates_product_id_products")),
        sa.ForeignKeyConstraint(
            ["work_centre_id"], ["work_centres.id"], name=op.f("fk_production_rates_work_centre_id_work_centres")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_rates")),
        sa.UniqueConstraint("work_centre_id", "product_id", name=op.f("uq_production_rates_work_centre_id_product_id")),
    )
    op.create_table(
        "production_slots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ready_at", sa.Time(), nullable=False),
        sa.Column("work_centre", sa.String(length=64), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_production_slots_quantity_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_production_slots_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production_slots")),
        sa.UniqueConstraint(
            "product_id",
            "made_on",
            "ready_at",
            "work_centre",
            name=op.f("uq_production_slots_product_id_made_on_ready_at_work_centre"),
        ),
    )
    with op.batch_alter_table("production_slots", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_production_slots_made_on"), ["made_on"], unique=False)

    op.create_table(
        "sites",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("postcode", sa.String(length=16), nullable=False),
        sa.Column("city", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("placed_by", sa.String(length=255), nullable=False),
        sa.Column("opening_hours", sa.Text(), nullable=False),
        sa.Column("service_s", sa.Integer(), nullable=False),
        sa.Column("service_per_unit_ms", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("max_vehicle_kg", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_sites_placed_wholly")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_sites_latitude_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_sites_longitude_range")),
        sa.CheckConstraint("service_s >= 0 AND service_per_unit_ms >= 0", name=op.f("ck_sites_service_not_negative")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_sites_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("code", name=op.f("uq_sites_code")),
    )
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sites_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "stock",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("depot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_quantity_not_negative")),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_stock_depot_id_depots")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_stock_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock")),
        sa.UniqueConstraint(
            "product_id", "depot_id", "counted_on", name=op.f("uq_stock_product_id_depot_id_counted_on")
        ),
    )
    with op.batch_alter_table("stock", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stock_product_anywhere_on",
            ["product_id", "counted_on"],
            unique=True,
            postgresql_where=sa.text("depot_id IS NULL"),
            sqlite_where=sa.text("depot_id IS NULL"),
        )

    op.create_table(
        "user_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("seen_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_sessions_user_id"), ["user_id"], unique=False)

    op.create_table(
        "vehicles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("depot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plate", sa.String(length=32), nullable=False),
        sa.Column("payload_g", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gross_kg", sa.Integer(), nullable=True),
        sa.Column("volume_cm3", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("pallets_micro", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("shift_start", sa.Time(), nullable=False),
        sa.Column("shift_end", sa.Time(), nullable=False),
        sa.Column("cost_fixed_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_km_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_hour_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("max_trips", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("profile IN ('van', 'truck')", name=op.f("ck_vehicles_profile_known")),
        sa.CheckConstraint(
            "cost_fixed_cents >= 0 AND cost_km_cents >= 0 AND cost_hour_cents >= 0",
            name=op.f("ck_vehicles_costs_not_negative"),
        ),
        sa.CheckConstraint("max_trips >= 1", name=op.f("ck_vehicles_max_trips_positive")),
        sa.CheckConstraint("payload_g > 0", name=op.f("ck_vehicles_payload_positive")),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_vehicles_depot_id_depots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
        sa.UniqueConstraint("code", name=op.f("uq_vehicles_code")),
    )
    op.create_table(
        "drivers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("phone", sa.String(length=64), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("break_s", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("break_s >= 0", name=op.f("ck_drivers_break_not_negative")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicles.id"], name=op.f("fk_drivers_vehicle_id_vehicles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drivers")),
        sa.UniqueConstraint("code", name=op.f("uq_drivers_code")),
    )
    op.create_table(
        "quotes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quoted_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("state IN ('open', 'accepted', 'declined', 'lapsed')", name=op.f("ck_quotes_state_known")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_quotes_customer_id_customers")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_quotes_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("number", name=op.f("uq_quotes_number")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotes_customer_id"), ["customer_id"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quote_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("framework_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("forecast", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("customer_reference", sa.String(length=64), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("partial", sa.String(length=16), nullable=False),
        sa.Column("partial_minimum_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("received_at", UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'call_off') = (framework_id IS NOT NULL)", name=op.f("ck_orders_call_off_has_framework")
        ),
        sa.CheckConstraint("kind IN ('firm', 'framework', 'call_off')", name=op.f("ck_orders_kind_known")),
        sa.CheckConstraint("origin IN ('quote', 'telephone', 'email', 'direct')", name=op.f("ck_orders_origin_known")),
        sa.CheckConstraint("partial IN ('allowed', 'complete', 'minimum')", name=op.f("ck_orders_partial_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'confirmed', 'closed', 'cancelled')", name=op.f("ck_orders_state_known")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 3", name=op.f("ck_orders_priority_range")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")),
        sa.ForeignKeyConstraint(["framework_id"], ["orders.id"], name=op.f("fk_orders_framework_id_orders")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_orders_quote_id_quotes")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_orders_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_orders_source_reference")),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_customer_reference", ["customer_id", "customer_reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_framework_id"), ["framework_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_quote_id"), ["quote_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_orders_site_id"), ["site_id"], unique=False)

    op.create_table(
        "quote_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("quote_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_quote_lines_quantity_positive")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_quote_lines_product_id_products")),
        sa.ForeignKeyConstraint(["quote_id"], ["quotes.id"], name=op.f("fk_quote_lines_quote_id_quotes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_lines")),
        sa.UniqueConstraint("quote_id", "line_no", name=op.f("uq_quote_lines_quote_id_line_no")),
    )
    op.create_table(
        "tours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(length=3), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("driver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.Column("starts_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("ends_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("drive_s", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cost_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("break_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("break_s", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=8), nullable=False),
        sa.Column("source_fr", sa.String(length=255), nullable=False),
        sa.Column("source_en", sa.String(length=255), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'released', 'under_way', 'done', 'cancelled')", name=op.f("ck_tours_state_known")
        ),
        sa.ForeignKeyConstraint(["driver_id"], ["drivers.id"], name=op.f("fk_tours_driver_id_drivers")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicles.id"], name=op.f("fk_tours_vehicle_id_vehicles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tours")),
    )
    with op.batch_alter_table("tours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tours_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_tours_run_id"), ["run_id"], unique=False)
        batch_op.create_index(
            "uq_tours_live_driver",
            ["day", "driver_id"],
            unique=True,
            postgresql_where=sa.text("state <> 'cancelled' AND driver_id IS NOT NULL"),
            sqlite_where=sa.text("state <> 'cancelled' AND driver_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_tours_live_letter",
            ["day", "letter"],
            unique=True,
            postgresql_where=sa.text("state <> 'cancelled'"),
            sqlite_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.create_index(
            "uq_tours_live_vehicle",
            ["day", "vehicle_id"],
            unique=True,
            postgresql_where=sa.text("state <> 'cancelled'"),
            sqlite_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "order_amendments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("at", UtcInstant(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_amendments_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_amendments")),
    )
    with op.batch_alter_table("order_amendments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_amendments_order_id"), ["order_id"], unique=False)

    op.create_table(
        "order_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("unit_price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("framework_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ordered_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("backlog_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("planned_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cancelled_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("called_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "called_qty >= 0 AND called_qty <= ordered_qty", name=op.f("ck_order_lines_called_within_balance")
        ),
        sa.CheckConstraint(
            "ordered_qty = delivered_qty + backlog_qty + planned_qty + cancelled_qty",
            name=op.f("ck_order_lines_conservation"),
        ),
        sa.CheckConstraint(
            "ordered_qty > 0 AND delivered_qty >= 0 AND backlog_qty >= 0 AND planned_qty >= 0 AND cancelled_qty >= 0",
            name=op.f("ck_order_lines_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_line_id"], ["order_lines.id"], name=op.f("fk_order_lines_framework_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id_orders")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id_products")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "line_no", name=op.f("uq_order_lines_order_id_line_no")),
    )
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_order_lines_open",
            ["promised_on"],
            unique=False,
            postgresql_where=sa.text("backlog_qty > 0"),
            sqlite_where=sa.text("backlog_qty > 0"),
        )
        batch_op.create_index(batch_op.f("ix_order_lines_product_id"), ["product_id"], unique=False)

    op.create_table(
        "trips",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("tour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("depot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("loading_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("leaves_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("distance_m", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("leaves_at >= loading_at", name=op.f("ck_trips_loads_before_leaving")),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_trips_depot_id_depots")),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_trips_tour_id_tours")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trips")),
        sa.UniqueConstraint("tour_id", "number", name=op.f("uq_trips_tour_id_number")),
    )
    op.create_table(
        "back_orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("opened_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note_number", sa.String(length=64), nullable=False),
        sa.Column("opened_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("closed_at", UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("cause IN ('shortage', 'refusal', 'partial')", name=op.f("ck_back_orders_cause_known")),
        sa.CheckConstraint("opened_qty > 0", name=op.f("ck_back_orders_opened_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_back_orders_order_line_id_order_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_orders")),
    )
    with op.batch_alter_table("back_orders", schema=None) as batch_op:
        batch_op.create_index(
            "uq_back_orders_open_line",
            ["order_line_id"],
            unique=True,
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "stops",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("trip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("arrives_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("begins_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("leaves_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("window_opens_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("window_closes_at", UtcInstant(timezone=True), nullable=True),
        sa.Column("distance_m", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("begins_at >= arrives_at AND leaves_at >= begins_at", name=op.f("ck_stops_times_in_order")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_stops_site_id_sites")),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"], name=op.f("fk_stops_trip_id_trips")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
        sa.UniqueConstraint("trip_id", "sequence", name=op.f("uq_stops_trip_id_sequence")),
    )
    with op.batch_alter_table("stops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stops_site_id"), ["site_id"], unique=False)

    op.create_table(
        "unplanned_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=255), nullable=False),
        sa.Column("vehicle", sa.String(length=255), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("remedy", sa.String(length=255), nullable=False),
        sa.Column("price_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lost_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "code IN ('data', 'window', 'load', 'shift', 'skill', 'distance', 'release', 'supply', 'dock', 'locked', 'outbid')",
            name=op.f("ck_unplanned_lines_code_known"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_unplanned_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_unplanned_lines_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["planning_runs.id"], name=op.f("fk_unplanned_lines_run_id_planning_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplanned_lines")),
    )
    with op.batch_alter_table("unplanned_lines", schema=None) as batch_op:
        batch_op.create_index("ix_unplanned_lines_line", ["order_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unplanned_lines_run_id"), ["run_id"], unique=False)

    op.create_table(
        "delivery_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tour_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("pack_document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("issued_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint("state IN ('issued', 'received', 'cancelled')", name=op.f("ck_delivery_notes_state_known")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_delivery_notes_content_hash_whole")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_delivery_notes_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_delivery_notes_order_id_orders")),
        sa.ForeignKeyConstraint(
            ["pack_document_id"], ["documents.id"], name=op.f("fk_delivery_notes_pack_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_delivery_notes_site_id_sites")),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_delivery_notes_stop_id_stops")),
        sa.ForeignKeyConstraint(["tour_id"], ["tours.id"], name=op.f("fk_delivery_notes_tour_id_tours")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_notes")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_notes_number")),
        sa.UniqueConstraint("stop_id", "order_id", name=op.f("uq_delivery_notes_stop_id_order_id")),
    )
    with op.batch_alter_table("delivery_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_notes_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_notes_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_notes_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_notes_tour_id"), ["tour_id"], unique=False)

    op.create_table(
        "portions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("stop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_portions_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_portions_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_portions_stop_id_stops")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portions")),
        sa.UniqueConstraint("stop_id", "order_line_id", name=op.f("uq_portions_stop_id_order_line_id")),
    )
    with op.batch_alter_table("portions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_portions_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(
            "uq_portions_live",
            ["order_line_id", "part"],
            unique=True,
            postgresql_where=sa.text("live"),
            sqlite_where=sa.text("live"),
        )

    op.create_table(
        "note_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("portion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("designation", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("ordered_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered_before_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("loaded_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rest_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rest_expected_on", sa.Date(), nullable=True),
        sa.Column("weight_g", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "loaded_qty > 0 AND ordered_qty > 0 AND delivered_before_qty >= 0 AND rest_qty >= 0",
            name=op.f("ck_note_lines_quantities_known"),
        ),
        sa.ForeignKeyConstraint(["note_id"], ["delivery_notes.id"], name=op.f("fk_note_lines_note_id_delivery_notes")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_note_lines_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(["portion_id"], ["portions.id"], name=op.f("fk_note_lines_portion_id_portions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_lines")),
        sa.UniqueConstraint("note_id", "line_no", name=op.f("uq_note_lines_note_id_line_no")),
        sa.UniqueConstraint("portion_id", name=op.f("uq_note_lines_portion_id")),
    )
    with op.batch_alter_table("note_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_lines_order_line_id"), ["order_line_id"], unique=False)

    op.create_table(
        "receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer_name", sa.String(length=255), nullable=False),
        sa.Column("signer_quality", sa.String(length=255), nullable=False),
        sa.Column("confirmed_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=255), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.CheckConstraint("channel IN ('paper', 'phone')", name=op.f("ck_receipts_channel_known")),
        sa.ForeignKeyConstraint(["note_id"], ["delivery_notes.id"], name=op.f("fk_receipts_note_id_delivery_notes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("note_id", name=op.f("uq_receipts_note_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_receipts_request_key")),
    )
    op.create_table(
        "invoice_triggers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("note_number", sa.String(length=64), nullable=False),
        sa.Column("order_reference", sa.String(length=64), nullable=False),
        sa.Column("customer_reference", sa.String(length=64), nullable=False),
        sa.Column("billing_mode", sa.String(length=16), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raised_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_at", UtcInstant(timezone=True), nullable=False),
        sa.Column("state_by", sa.String(length=255), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'exported', 'invoiced', 'acknowledged')", name=op.f("ck_invoice_triggers_state_known")
        ),
        sa.CheckConstraint("net_cents >= 0", name=op.f("ck_invoice_triggers_net_not_negative")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_invoice_triggers_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_invoice_triggers_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_triggers")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_invoice_triggers_idempotency_key")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_invoice_triggers_receipt_id")),
    )
    with op.batch_alter_table("invoice_triggers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invoice_triggers_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoice_triggers_delivered_on"), ["delivered_on"], unique=False)

    op.create_table(
        "receipt_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("note_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("loaded_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("accepted_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("refused_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("missing_qty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "accepted_qty + refused_qty + missing_qty = loaded_qty", name=op.f("ck_receipt_lines_adds_up")
        ),
        sa.CheckConstraint(
            "accepted_qty >= 0 AND refused_qty >= 0 AND missing_qty >= 0", name=op.f("ck_receipt_lines_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["note_line_id"], ["note_lines.id"], name=op.f("fk_receipt_lines_note_line_id_note_lines")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_lines_receipt_id_receipts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_lines")),
        sa.UniqueConstraint("note_line_id", name=op.f("uq_receipt_lines_note_line_id")),
    )
    with op.batch_alter_table("receipt_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_lines_receipt_id"), ["receipt_id"], unique=False)

    op.create_table(
        "discrepancies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("receipt_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("nature", sa.String(length=16), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "nature IN ('missing', 'damaged', 'wrong_product', 'wrong_quantity', 'late', 'refused', 'other')",
            name=op.f("ck_discrepancies_nature_known"),
        ),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_discrepancies_quantity_not_negative")),
        sa.ForeignKeyConstraint(
            ["receipt_line_id"], ["receipt_lines.id"], name=op.f("fk_discrepancies_receipt_line_id_receipt_lines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancies")),
    )
    with op.batch_alter_table("discrepancies", schema=None) as batch_op:
        batch_op.create_index(
            "ix_discrepancies_nature",
            ["nature"],
            unique=False,
            postgresql_where=sa.text("quantity > 0"),
            sqlite_where=sa.text("quantity > 0"),
        )
        batch_op.create_index(batch_op.f("ix_discrepancies_receipt_line_id"), ["receipt_line_id"], unique=False)

    op.create_table(
        "invoice_trigger_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("trigger_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_code", sa.String(length=64), nullable=False),
        sa.Column("designation", sa.String(length=255), nullable=False),
        sa.Column("unit", sa.String(length=255), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_invoice_trigger_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_lines.id"], name=op.f("fk_invoice_trigger_lines_order_line_id_order_lines")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_line_id"],
            ["receipt_lines.id"],
            name=op.f("fk_invoice_trigger_lines_receipt_line_id_receipt_lines"),
        ),
        sa.ForeignKeyConstraint(
            ["trigger_id"], ["invoice_triggers.id"], name=op.f("fk_invoice_trigger_lines_trigger_id_invoice_triggers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_trigger_lines")),
        sa.UniqueConstraint("receipt_line_id", name=op.f("uq_invoice_trigger_lines_receipt_line_id")),
    )
    with op.batch_alter_table("invoice_trigger_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invoice_trigger_lines_order_line_id"), ["order_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invoice_trigger_lines_trigger_id"), ["trigger_id"], unique=False)

    connection = op.get_bind()
    for table, movable in FROZEN.items():
        columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
        for statement in freeze(connection.dialect.name, table, columns, movable):
            op.execute(statement)


def downgrade() -> None:
    connection = op.get_bind()
    for table in FROZEN:
        for statement in thaw(connection.dialect.name, table):
            op.execute(statement)
    with op.batch_alter_table("invoice_trigger_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invoice_trigger_lines_trigger_id"))
        batch_op.drop_index(batch_op.f("ix_invoice_trigger_lines_order_line_id"))

    op.drop_table("invoice_trigger_lines")
    with op.batch_alter_table("discrepancies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discrepancies_receipt_line_id"))
        batch_op.drop_index(
            "ix_discrepancies_nature", postgresql_where=sa.text("quantity > 0"), sqlite_where=sa.text("quantity > 0")
        )

    op.drop_table("discrepancies")
    with op.batch_alter_table("receipt_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_lines_receipt_id"))

    op.drop_table("receipt_lines")
    with op.batch_alter_table("invoice_triggers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invoice_triggers_delivered_on"))
        batch_op.drop_index(batch_op.f("ix_invoice_triggers_customer_id"))

    op.drop_table("invoice_triggers")
    op.drop_table("receipts")
    with op.batch_alter_table("note_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_lines_order_line_id"))

    op.drop_table("note_lines")
    with op.batch_alter_table("portions", schema=None) as batch_op:
        batch_op.drop_index("uq_portions_live", postgresql_where=sa.text("live"), sqlite_where=sa.text("live"))
        batch_op.drop_index(batch_op.f("ix_portions_order_line_id"))

    op.drop_table("portions")
    with op.batch_alter_table("delivery_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_notes_tour_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_notes_order_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_notes_day"))
        batch_op.drop_index(batch_op.f("ix_delivery_notes_customer_id"))

    op.drop_table("delivery_notes")
    with op.batch_alter_table("unplanned_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unplanned_lines_run_id"))
        batch_op.drop_index("ix_unplanned_lines_line")

    op.drop_table("unplanned_lines")
    with op.batch_alter_table("stops", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stops_site_id"))

    op.drop_table("stops")
    with op.batch_alter_table("back_orders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_back_orders_open_line",
            postgresql_where=sa.text("closed_at IS NULL"),
            sqlite_where=sa.text("closed_at IS NULL"),
        )

    op.drop_table("back_orders")
    op.drop_table("trips")
    with op.batch_alter_table("order_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_lines_product_id"))
        batch_op.drop_index(
            "ix_order_lines_open", postgresql_where=sa.text("backlog_qty > 0"), sqlite_where=sa.text("backlog_qty > 0")
        )

    op.drop_table("order_lines")
    with op.batch_alter_table("order_amendments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_amendments_order_id"))

    op.drop_table("order_amendments")
    with op.batch_alter_table("tours", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tours_live_vehicle",
            postgresql_where=sa.text("state <> 'cancelled'"),
            sqlite_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index(
            "uq_tours_live_letter",
            postgresql_where=sa.text("state <> 'cancelled'"),
            sqlite_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index(
            "uq_tours_live_driver",
            postgresql_where=sa.text("state <> 'cancelled' AND driver_id IS NOT NULL"),
            sqlite_where=sa.text("state <> 'cancelled' AND driver_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tours_run_id"))
        batch_op.drop_index(batch_op.f("ix_tours_day"))

    op.drop_table("tours")
    op.drop_table("quote_lines")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_site_id"))
        batch_op.drop_index(batch_op.f("ix_orders_quote_id"))
        batch_op.drop_index(batch_op.f("ix_orders_framework_id"))
        batch_op.drop_index("ix_orders_customer_reference")

    op.drop_table("orders")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotes_customer_id"))

    op.drop_table("quotes")
    op.drop_table("drivers")
    op.drop_table("vehicles")
    with op.batch_alter_table("user_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_sessions_user_id"))

    op.drop_table("user_sessions")
    with op.batch_alter_table("stock", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stock_product_anywhere_on",
            postgresql_where=sa.text("depot_id IS NULL"),
            sqlite_where=sa.text("depot_id IS NULL"),
        )

    op.drop_table("stock")
    with op.batch_alter_table("sites", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sites_customer_id"))

    op.drop_table("sites")
    with op.batch_alter_table("production_slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_production_slots_made_on"))

    op.drop_table("production_slots")
    op.drop_table("production_rates")
    op.drop_table("production_capacity")
    with op.batch_alter_table("planning_runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_planning_runs_first_day"))

    op.drop_table("planning_runs")
    with op.batch_alter_table("login_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_links_user_id"))

    op.drop_table("login_links")
    with op.batch_alter_table("import_warnings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_warnings_subject"))
        batch_op.drop_index("ix_import_warnings_open")
        batch_op.drop_index(batch_op.f("ix_import_warnings_batch_id"))

    op.drop_table("import_warnings")
    op.drop_table("work_centres")
    op.drop_table("users")
    op.drop_table("products")
    op.drop_table("number_series")
    with op.batch_alter_table("login_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempts_login"))
        batch_op.drop_index(batch_op.f("ix_login_attempts_address"))

    op.drop_table("login_attempts")
    op.drop_table("journal_head")
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_subject"))
        batch_op.drop_index(batch_op.f("ix_journal_kind"))

    op.drop_table("journal")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_state_id")

    op.drop_table("jobs")
    op.drop_table("import_batches")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_subject")
        batch_op.drop_index(batch_op.f("ix_documents_sha256"))

    op.drop_table("documents")
    op.drop_table("depots")
    op.drop_table("day_plans")
    op.drop_table("customers")
    op.drop_table("company")
