"""A merged case names the case it became part of."""

import sqlalchemy as sa
from alembic import op

from db.types import BigId

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case") as table:
        table.add_column(sa.Column("merged_into_id", BigId, nullable=True))
        table.create_foreign_key("fk_case_merged_into_id", "case", ["merged_into_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("case") as table:
        table.drop_constraint("fk_case_merged_into_id", type_="foreignkey")
        table.drop_column("merged_into_id")
