"""Posts ended before their time; the words of roles."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0003_agreements_and_contributions'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ended before its time'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('manager', 'partner’s manager'), ('counsellor', 'counsellor'), ('facilitator', 'workshop facilitator'), ('funder', 'funder')], max_length=12, verbose_name='role'),
        ),
    ]
