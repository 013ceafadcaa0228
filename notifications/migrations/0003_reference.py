from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import notifications.models


def name_the_notices(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    notice = apps.get_model("notifications", "Notice")
    for key in notice.objects.values_list("pk", flat=True):
        notice.objects.filter(pk=key).update(reference=notifications.models.new_reference())


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_preservation_notice")]

    operations = [
        migrations.AddField(
            "notice",
            "reference",
            models.CharField(
                default=notifications.models.new_reference,
                editable=False,
                max_length=20,
                verbose_name="reference",
            ),
        ),
        migrations.RunPython(name_the_notices, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "notice",
            "reference",
            models.CharField(
                default=notifications.models.new_reference,
                editable=False,
                max_length=20,
                unique=True,
                verbose_name="reference",
            ),
        ),
    ]
