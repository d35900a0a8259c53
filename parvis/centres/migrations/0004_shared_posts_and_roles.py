"""Shared posts with their short codes, the candidate, posts ended before their time."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0003_opening_spaces_teams_access'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened')),
                ('until', models.DateTimeField(verbose_name='until the end of the shift')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
            ],
            options={
                'verbose_name': 'shared post',
                'verbose_name_plural': 'shared posts',
            },
        ),
        migrations.CreateModel(
            name='ShortCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'short code',
                'verbose_name_plural': 'short codes',
            },
        ),
        migrations.RemoveConstraint(
            model_name='post',
            name='centres_post_known_role',
        ),
        migrations.AddField(
            model_name='post',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ended before its time'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('manager', 'centre manager'), ('partnerships', 'partnership manager'), ('referent', 'network referent'), ('reception', 'reception officer'), ('documentalist', 'documentalist'), ('editor', 'editor'), ('candidate', 'candidate bearer')], max_length=16, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['manager', 'partnerships', 'referent', 'reception', 'documentalist', 'editor', 'candidate'])), name='centres_post_known_role'),
        ),
        migrations.AddField(
            model_name='sharedpost',
            name='centre',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_posts', to='centres.centre', verbose_name='centre'),
        ),
        migrations.AddField(
            model_name='sharedpost',
            name='opened_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_posts', to=settings.AUTH_USER_MODEL, verbose_name='opened by'),
        ),
        migrations.AddField(
            model_name='shortcode',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='centres.sharedpost', verbose_name='shared post'),
        ),
        migrations.AddField(
            model_name='shortcode',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='short_codes', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddConstraint(
            model_name='sharedpost',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='centres_sharedpost_has_a_length'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sharedpost',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='4a19686e1b2e3b5fec284e178ffdece4d2eb90ae', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_d0ec8', table='centres_sharedpost', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='shortcode',
            constraint=models.UniqueConstraint(fields=('post', 'user'), name='centres_shortcode_one_each'),
        ),
        migrations.AddConstraint(
            model_name='shortcode',
            constraint=models.UniqueConstraint(fields=('post', 'digest'), name='centres_shortcode_not_shared'),
        ),
    ]
