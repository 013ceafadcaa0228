from django.db import migrations

from transparency import walls


class Migration(migrations.Migration):
    dependencies = [("transparency", "0001_initial")]

    operations = [migrations.RunSQL(walls.all_walls(), migrations.RunSQL.noop)]
