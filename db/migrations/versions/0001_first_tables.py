"""The first tables: municipalities, residents, inbox, cases, outbox, accounts."""

import sqlalchemy as sa
from alembic import op

from db.types import BigId, Json, UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "municipality",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("letters", sa.String(length=3), nullable=False),
        sa.Column(
            "facts",
            Json,
            nullable=False,
        ),
        sa.Column("version", sa.Date(), nullable=False),
        sa.Column("loaded_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_municipality"),
        sa.UniqueConstraint("letters", name="uq_municipality_letters"),
        sa.UniqueConstraint("slug", name="uq_municipality_slug"),
    )
    op.create_table(
        "worker_heartbeat",
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("beat_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name="pk_worker_heartbeat"),
    )
    op.create_table(
        "agency",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            Json,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_agency_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "code", name="pk_agency"),
    )
    op.create_table(
        "community",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            Json,
            nullable=False,
        ),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_community_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "code", name="pk_community"),
    )
    op.create_table(
        "department",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            Json,
            nullable=False,
        ),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_department_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "code", name="pk_department"),
    )
    op.create_table(
        "holiday",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_holiday_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "day", name="pk_holiday"),
    )
    op.create_table(
        "reference_counter",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=4), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_reference_counter_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "month", name="pk_reference_counter"),
    )
    op.create_table(
        "resident",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("line_user_id", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("first_seen_at", UtcDateTime(), nullable=False),
        sa.Column("last_wrote_at", UtcDateTime(), nullable=True),
        sa.Column("notice_version", sa.String(length=20), nullable=True),
        sa.Column("notice_at", UtcDateTime(), nullable=True),
        sa.Column("blocked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_resident_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resident"),
        sa.UniqueConstraint("municipality_id", "line_user_id", name="uq_resident_municipality_id_line_user_id"),
    )
    op.create_table(
        "topic",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "facts",
            Json,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_topic_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "code", name="pk_topic"),
    )
    op.create_table(
        "unsent_message",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("line_message_id", sa.String(length=40), nullable=False),
        sa.Column("unsent_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_unsent_message_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "line_message_id", name="pk_unsent_message"),
    )
    op.create_table(
        "wording",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_wording_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "name", "language", name="pk_wording"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("department_code", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column(
            "role",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column(
            "permissions",
            Json,
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "department_code"],
            ["department.municipality_id", "department.code"],
            name="fk_account_municipality_id_department_code",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_account_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_account_fs_uniquifier"),
    )
    op.create_table(
        "case",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=24), nullable=False),
        sa.Column("resident_id", BigId, nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("urgency", sa.String(length=30), nullable=False),
        sa.Column(
            "status",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("status_reason", sa.String(length=40), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("department_code", sa.String(length=40), nullable=True),
        sa.Column("community_code", sa.String(length=40), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("last_wrote_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_action_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("corrected", sa.Boolean(), nullable=False),
        sa.Column("model_version", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "community_code"],
            ["community.municipality_id", "community.code"],
            name="fk_case_municipality_id_community_code",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "department_code"],
            ["department.municipality_id", "department.code"],
            name="fk_case_municipality_id_department_code",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_case_municipality_id"),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name="fk_case_resident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_case_municipality_id_reference"),
    )
    op.create_index("ix_case_closed_at", "case", ["municipality_id", "closed_at"], unique=False)
    op.create_index(
        "ix_case_department", "case", ["municipality_id", "department_code", "opened_at", "id"], unique=False
    )
    op.create_index("ix_case_newest", "case", ["municipality_id", "opened_at", "id"], unique=False)
    op.create_index(
        "ix_case_open_due",
        "case",
        ["municipality_id", "due_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_case_open_newest",
        "case",
        ["municipality_id", "opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_case_resident", "case", ["resident_id", "opened_at"], unique=False)
    op.create_index("ix_case_written_at", "case", ["municipality_id", "written_at"], unique=False)
    op.create_table(
        "case_topic",
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_topic_case_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "code"],
            ["topic.municipality_id", "topic.code"],
            name="fk_case_topic_municipality_id_code",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_case_topic_municipality_id"),
        sa.PrimaryKeyConstraint("case_id", "code", name="pk_case_topic"),
    )
    op.create_index("ix_case_topic_code", "case_topic", ["municipality_id", "code", "case_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("webhook_event_id", sa.String(length=80), nullable=False),
        sa.Column("line_user_id", sa.String(length=60), nullable=True),
        sa.Column("line_message_id", sa.String(length=40), nullable=True),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.String(length=30),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("handled_at", UtcDateTime(), nullable=True),
        sa.Column("case_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_event_case_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_event_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("municipality_id", "webhook_event_id", name="uq_event_municipality_id_webhook_event_id"),
    )
    op.create_index("ix_event_case_id", "event", ["case_id"], unique=False)
    op.create_index("ix_event_line_message_id", "event", ["municipality_id", "line_message_id"], unique=False)
    op.create_index("ix_event_received_at", "event", ["municipality_id", "received_at"], unique=False)
    op.create_index("ix_event_sender", "event", ["municipality_id", "line_user_id", "occurred_at"], unique=False)
    op.create_index(
        "ix_event_waiting",
        "event",
        ["next_attempt_at", "occurred_at", "id"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_index(
        "ix_event_waiting_of_sender",
        "event",
        ["municipality_id", "line_user_id", "occurred_at"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "case_entry",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column(
            "actor",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("line_message_id", sa.String(length=40), nullable=True),
        sa.Column(
            "type",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("quote_token", sa.String(length=200), nullable=True),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.Column("other_matter", sa.Boolean(), nullable=False),
        sa.Column("unsent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_case_entry_account_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_entry_case_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_case_entry_event_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_case_entry_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_entry"),
    )
    op.create_index("ix_case_entry_case", "case_entry", ["case_id", "said_at", "id"], unique=False)
    op.create_index("ix_case_entry_line_message_id", "case_entry", ["municipality_id", "line_message_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column(
            "names",
            Json,
            nullable=False,
        ),
        sa.Column("body", Json, nullable=False),
        sa.Column("reply_token", sa.String(length=80), nullable=True),
        sa.Column("reply_until", UtcDateTime(), nullable=True),
        sa.Column("retry_key", sa.String(length=36), nullable=False),
        sa.Column(
            "delivery",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("answer_lost", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("first_push_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_message_case_id"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="fk_message_event_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_message_municipality_id"),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name="fk_message_resident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("retry_key", name="uq_message_retry_key"),
    )
    op.create_index("ix_message_case_id", "message", ["case_id"], unique=False)
    op.create_index("ix_message_event_id", "message", ["event_id"], unique=False)
    op.create_index("ix_message_resident", "message", ["resident_id", "delivery"], unique=False)
    op.create_index(
        "ix_message_waiting",
        "message",
        ["next_attempt_at", "id"],
        unique=False,
        sqlite_where=sa.text("delivery = 'waiting'"),
        postgresql_where=sa.text("delivery = 'waiting'"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("line_message_id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("content_type", sa.String(length=60), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["case_entry.id"], name="fk_attachment_entry_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_attachment_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_entry_id", "attachment", ["entry_id"], unique=False)
    op.create_index("ix_attachment_waiting", "attachment", ["state", "next_attempt_at"], unique=False)
    op.create_table(
        "case_event",
        sa.Column("id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.Column(
            "actor",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column(
            "action",
            sa.String(length=30),
            nullable=False,
        ),
        sa.Column("before", sa.String(length=200), nullable=True),
        sa.Column("after", sa.String(length=200), nullable=True),
        sa.Column("entry_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_case_event_account_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_event_case_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["case_entry.id"], name="fk_case_event_entry_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_case_event_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_event"),
    )
    op.create_index("ix_case_event_action", "case_event", ["municipality_id", "action", "happened_at"], unique=False)
    op.create_index("ix_case_event_case", "case_event", ["case_id", "id"], unique=False)

    _make_case_event_append_only()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER case_event_append_only ON case_event")
        op.execute("DROP FUNCTION refuse_change_of_history()")
    op.drop_index("ix_case_event_case", table_name="case_event")
    op.drop_index("ix_case_event_action", table_name="case_event")
    op.drop_table("case_event")
    op.drop_index("ix_attachment_waiting", table_name="attachment")
    op.drop_index("ix_attachment_entry_id", table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(
        "ix_message_waiting",
        table_name="message",
        sqlite_where=sa.text("delivery = 'waiting'"),
        postgresql_where=sa.text("delivery = 'waiting'"),
    )
    op.drop_index("ix_message_resident", table_name="message")
    op.drop_index("ix_message_event_id", table_name="message")
    op.drop_index("ix_message_case_id", table_name="message")
    op.drop_table("message")
    op.drop_index("ix_case_entry_line_message_id", table_name="case_entry")
    op.drop_index("ix_case_entry_case", table_name="case_entry")
    op.drop_table("case_entry")
    op.drop_index(
        "ix_event_waiting_of_sender",
        table_name="event",
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_index(
        "ix_event_waiting",
        table_name="event",
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_index("ix_event_sender", table_name="event")
    op.drop_index("ix_event_received_at", table_name="event")
    op.drop_index("ix_event_line_message_id", table_name="event")
    op.drop_index("ix_event_case_id", table_name="event")
    op.drop_table("event")
    op.drop_index("ix_case_topic_code", table_name="case_topic")
    op.drop_table("case_topic")
    op.drop_index("ix_case_written_at", table_name="case")
    op.drop_index("ix_case_resident", table_name="case")
    op.drop_index(
        "ix_case_open_newest",
        table_name="case",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_case_open_due",
        table_name="case",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index("ix_case_newest", table_name="case")
    op.drop_index("ix_case_department", table_name="case")
    op.drop_index("ix_case_closed_at", table_name="case")
    op.drop_table("case")
    op.drop_table("account")
    op.drop_table("wording")
    op.drop_table("unsent_message")
    op.drop_table("topic")
    op.drop_table("resident")
    op.drop_table("reference_counter")
    op.drop_table("holiday")
    op.drop_table("department")
    op.drop_table("community")
    op.drop_table("agency")
    op.drop_table("worker_heartbeat")
    op.drop_table("municipality")


def _make_case_event_append_only() -> None:
    """The history of a case is evidence: the database itself refuses to change or remove a row of it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'case_event is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE ON case_event "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_event_no_{change.lower()} BEFORE {change} ON case_event "
            "BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END"
        )
