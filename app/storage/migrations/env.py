"""Runs migrations on the connection that app.storage.migrate hands over, in its transaction."""

from alembic import context

from app.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction spans all migrations
    include_object=lambda _object, name, kind, _reflected, _compared: (
        not (kind == "table" and name is not None and name.startswith("search"))
    ),
)
context.run_migrations()
