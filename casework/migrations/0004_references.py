"""A reference for every agency, customer and account: existing rows draw theirs one by one."""

from django.db import migrations, models

from casework import references

DRAWN = {
    "agency": references.for_agency,
    "customer": references.for_customer,
    "account": references.for_account,
}


def draw(apps, schema_editor):
    for name, reference in DRAWN.items():
        model = apps.get_model("casework", name)
        for row in model.objects.filter(reference=None).iterator():
            row.reference = reference()
            row.save(update_fields=["reference"])


def field(name, **kwargs):
    return models.CharField(
        default=DRAWN[name],
        editable=False,
        max_length=20,
        verbose_name="reference",
        **kwargs,
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_due_on")]

    operations = [
        *(
            migrations.AddField(name, "reference", models.CharField(max_length=20, null=True))
            for name in DRAWN
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
        *(migrations.AlterField(name, "reference", field(name, unique=True)) for name in DRAWN),
    ]
