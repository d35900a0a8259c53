"""Real and invented never mix: a database constraint, not a habit."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement
from django.utils.translation import gettext_lazy as _


class Simulated(models.Model):
    """Whether what this row says was made up (an example network) or comes from a source."""

    simulated = models.BooleanField(_("simulated"), default=False, editable=False)

    class Meta:
        abstract = True


class SameWorld(models.BaseConstraint):
    """A row and the row it points to are both real or both simulated.

    A composite foreign key (key, simulated) -> (id, simulated): the database itself refuses a
    simulated value in a real network. The parent model carries UniqueConstraint("id", "simulated").
    A key left empty is not checked (MATCH SIMPLE).
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _sql(self, model: type[models.Model], schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        key = cast("models.ForeignKey[Any, Any]", model._meta.get_field(self.field))
        parent = key.related_model._meta
        return (
            f"CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY ({quote(key.column)}, {quote('simulated')}) "
            f"REFERENCES {quote(parent.db_table)} ({quote('id')}, {quote('simulated')}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """For CREATE TABLE."""
        return self._sql(model, schema_editor)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """For ALTER TABLE."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=schema_editor.quote_name(model._meta.db_table),
            constraint=self._sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """For ALTER TABLE."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=schema_editor.quote_name(model._meta.db_table),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: Any,
        instance: Any,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The same question, asked before the database does."""
        parent = getattr(instance, self.field)
        if parent is not None and parent.simulated != instance.simulated:
            raise ValidationError(_("Real and simulated facts are never mixed."))

    def deconstruct(self) -> Any:
        """For migrations: the field and the name say it all."""
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_code", None)
        kwargs.pop("violation_error_message", None)
        kwargs["field"] = self.field
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SameWorld):
            return (self.name, self.field) == (other.name, other.field)
        return super().__eq__(other)

    __hash__ = models.BaseConstraint.__hash__


def world(name: str) -> models.UniqueConstraint:
    """The parent's half of SameWorld: (id, simulated) is unique, so that it can be pointed to."""
    return models.UniqueConstraint(fields=["id", "simulated"], name=name)
