from django.db import migrations, models

from campaign_portal.lib.triggers import RefuseChange

FROZEN = ("directive_id", "group_id", "order", "label", "text", "binding", "supersedes_id", "issued_at")


def frozen(*columns: str) -> RefuseChange:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    return RefuseChange(
        "instruction_is_frozen_once_issued",
        table="directives_instruction",
        when=f"({changed}) AND OLD.issued_at IS NOT NULL",
        message="instruction is frozen once issued",
        delete=True,
        delete_when="OLD.issued_at IS NOT NULL",
    )


def going_back(guard: RefuseChange) -> migrations.RunPython:
    """A guard that names a column goes before the column does; the one that stood before comes back."""
    return migrations.RunPython(migrations.RunPython.noop, guard.code)


def tell_drafts(apps, editor) -> None:
    """Until now a draft's instruction stood at the place of its task in the reading."""
    Instruction = apps.get_model("directives", "Instruction")
    for each in Instruction.objects.filter(directive__issued_at=None).select_related("directive"):
        reading = each.directive.reading
        if each.order < len(reading.get("data", {}).get("tasks", [])):
            each.origin = {"tasks": [each.order], "spans": reading["spans"].get(f"tasks.{each.order}", [])}
            each.save(update_fields=["origin"])


class Migration(migrations.Migration):
    dependencies = [("directives", "0003_intakes")]

    operations = [
        going_back(frozen(*FROZEN)),
        migrations.AddField(
            model_name="instruction",
            name="origin",
            field=models.JSONField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(tell_drafts, migrations.RunPython.noop),
        frozen(*FROZEN, "origin"),
    ]
