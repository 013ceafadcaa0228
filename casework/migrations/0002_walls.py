from django.db import migrations

from casework import walls


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]

    operations = [migrations.RunSQL(walls.all_walls(), migrations.RunSQL.noop)]
