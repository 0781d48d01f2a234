import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("FirstStart", "OneTimeLink"),
        migrations.AddField("OneTimeLink", "expires", models.DateTimeField(default=django.utils.timezone.now)),
    ]
