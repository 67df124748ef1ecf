"""What Alembic runs: the connection and its transaction are those of Database.migrate()."""

from alembic import context
from sqlmodel import SQLModel

import storage.models  # noqa: F401  fills the metadata
from storage.migrations import how_a_type_is_written, types_differ

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=types_differ,
    render_item=how_a_type_is_written,
)
with context.begin_transaction():
    context.run_migrations()
