"""Invitations, sign-ins, tries, looks as another role, posts ended before their time."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from parvis.kernel.policies import row_policy


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('key', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='wrong tries')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last try')),
            ],
            options={
                'verbose_name': 'wrong tries',
                'verbose_name_plural': 'wrong tries',
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='professional e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('language', models.CharField(default='fr', max_length=5, verbose_name='language of the interface')),
                ('role', models.CharField(max_length=40, verbose_name='role')),
                ('centre_key', models.BigIntegerField(blank=True, null=True, verbose_name='centre')),
                ('partner_key', models.BigIntegerField(blank=True, null=True, verbose_name='partner')),
                ('start', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until, last day included')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('ends_at', models.DateTimeField(verbose_name='link valid until')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('means', models.CharField(choices=[('password', 'password alone'), ('totp', 'password and code of an application'), ('webauthn', 'password and passkey'), ('recovery_codes', 'password and recovery code'), ('provider', 'the organisation’s own sign-in'), ('invitation', 'invitation'), ('short-code', 'short code on a shared post')], max_length=16, verbose_name='how')),
                ('outcome', models.CharField(choices=[('opened', 'signed in'), ('wrong-password', 'wrong password'), ('wrong-factor', 'wrong second factor'), ('slowed', 'made to wait after several wrong tries')], max_length=16, verbose_name='outcome')),
                ('browser', models.CharField(blank=True, max_length=40, verbose_name='browser and system')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='session until')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='session ended')),
            ],
            options={
                'verbose_name': 'sign-in',
                'verbose_name_plural': 'sign-ins',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Viewing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40, verbose_name='as')),
                ('place_key', models.BigIntegerField(blank=True, null=True, verbose_name='at')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'look as another role',
                'verbose_name_plural': 'looks as another role',
            },
        ),
        migrations.RemoveConstraint(
            model_name='networkpost',
            name='accounts_networkpost_known_role',
        ),
        migrations.AddField(
            model_name='networkpost',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ended before its time'),
        ),
        migrations.AlterField(
            model_name='networkpost',
            name='role',
            field=models.CharField(choices=[('coordinator', 'network coordination'), ('label-authority', 'label authority'), ('label-expert', 'member of the label committee or expert'), ('treasurer', 'treasurer'), ('executive-committee', 'secretary of the executive committee'), ('professionalisation', 'professionalisation'), ('project-manager', 'project manager'), ('editor', 'editor and translator'), ('administrator', 'administrator')], max_length=24, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='networkpost',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['coordinator', 'label-authority', 'label-expert', 'treasurer', 'executive-committee', 'professionalisation', 'project-manager', 'editor', 'administrator'])), name='accounts_networkpost_known_role'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='invited by'),
        ),
        migrations.AddField(
            model_name='signin',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='viewing',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='viewings', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['centre:reception', 'partner:counsellor', 'partner:facilitator', 'centre:documentalist', 'partner:manager', 'centre:partnerships', 'centre:manager', 'centre:referent', 'network:coordinator', 'network:label-authority', 'network:label-expert', 'network:treasurer', 'network:executive-committee', 'network:professionalisation', 'network:project-manager', 'partner:funder', 'centre:candidate', 'network:editor', 'centre:editor', 'network:administrator'])), name='accounts_invitation_known_role'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('start')), _connector='OR'), name='accounts_invitation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('centre_key__isnull', True), ('partner_key__isnull', True), _connector='OR'), name='accounts_invitation_one_place'),
        ),
        migrations.AddIndex(
            model_name='signin',
            index=models.Index(fields=['user', '-at'], name='accounts_signin_of'),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.CheckConstraint(condition=models.Q(('means__in', ['password', 'totp', 'webauthn', 'recovery_codes', 'provider', 'invitation', 'short-code'])), name='accounts_signin_known_means'),
        ),
        migrations.AddConstraint(
            model_name='signin',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['opened', 'wrong-password', 'wrong-factor', 'slowed'])), name='accounts_signin_known_outcome'),
        ),
        migrations.AddConstraint(
            model_name='viewing',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['centre:reception', 'partner:counsellor', 'partner:facilitator', 'centre:documentalist', 'partner:manager', 'centre:partnerships', 'centre:manager', 'centre:referent', 'network:coordinator', 'network:label-authority', 'network:label-expert', 'network:treasurer', 'network:executive-committee', 'network:professionalisation', 'network:project-manager', 'partner:funder', 'centre:candidate', 'network:editor', 'centre:editor', 'network:administrator'])), name='accounts_viewing_known_role'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='viewing',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='452ad326e0fbffaab160ab9b1b4ae8c77e6d2f67', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_c8d81', table='accounts_viewing', when='AFTER')),
        ),
        # A forgotten filter shows nobody's sign-ins but one's own (docs/adr/0028).
        row_policy(
            "accounts_signin",
            using="user_id::text = ({scope} ->> 'user') OR ({scope} ->> 'log') = 'true'",
        ),
    ]
