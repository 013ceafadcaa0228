from django.db import migrations

from notifications.walls import all_walls


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_waiting"), ("casework", "0002_walls")]

    operations = [migrations.RunSQL(all_walls(), migrations.RunSQL.noop)]
