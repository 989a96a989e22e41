"""Finding cases of the same matter, and learning from what people put right."""

import sqlalchemy as sa
from alembic import op

from db.types import BigId, Json, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("words", Json, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_words_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
    )
    op.create_table(
        "case_word",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_case_word_case_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_case_word_municipality_id"),
        sa.PrimaryKeyConstraint("municipality_id", "word", "case_id", name="pk_case_word"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_pin", "case", ["latitude", "longitude"])
    op.create_index(
        "ix_case_open_pin",
        "case",
        ["municipality_id", "latitude", "longitude"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_case_place", "case", ["municipality_id", "place", "opened_at"])
    _create_learning()


def _create_learning() -> None:
    op.create_table(
        "correction",
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("guessed_kind", sa.String(length=30), nullable=False),
        sa.Column("guessed_topics", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("topics", sa.String(length=400), nullable=False),
        sa.Column("actor", sa.String(length=30), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("model_version", sa.String(length=40), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_correction_account_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_correction_case_id"),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name="fk_correction_municipality_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_correction"),
    )
    op.create_index("ix_correction_municipality_id", "correction", ["municipality_id"])
    op.create_table(
        "model_version",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("committed", sa.String(length=40), nullable=False),
        sa.Column("trained_at", UtcDateTime(), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("measures", Json, nullable=False),
        sa.Column("installed_at", UtcDateTime(), nullable=True),
        sa.Column("replaced", sa.String(length=40), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_model_version"),
    )


def downgrade() -> None:
    op.drop_table("model_version")
    op.drop_table("correction")
    op.drop_index("ix_case_place", table_name="case")
    op.drop_index("ix_case_open_pin", table_name="case", sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_case_pin", table_name="case")
    op.drop_table("case_word")
    op.drop_table("case_words")
