"""Emergency codes that were sealed become fingerprints; they keep working, and can no longer be shown."""

from django.db import migrations


def keep_fingerprints(apps, editor):
    from samenspel.accounts.emergency_codes import from_sealed

    rows = apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias)
    for row in rows.filter(type="recovery_codes"):
        if "prints" not in row.data:
            row.data = from_sealed(row)
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    # A fingerprint is slow on purpose: each row by itself, so that rooms can go on writing and a restart goes on.
    atomic = False

    dependencies = [
        ("accounts", "0003_count"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(keep_fingerprints, migrations.RunPython.noop)]
