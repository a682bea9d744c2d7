"""The second wall's functions, and the wall around stored files."""

from django.db import migrations

from core.scope import FUNCTIONS, FUNCTIONS_BACK, OWNED_ROWS, guard


class Migration(migrations.Migration):
    dependencies = (("core", "0001_tables"),)

    operations = (
        migrations.RunSQL(list(FUNCTIONS), list(FUNCTIONS_BACK)),
        guard("core_storedfile", f"{OWNED_ROWS} OR uploaded_by = baro_user()"),
    )
