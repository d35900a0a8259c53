import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import parvis.centres.enums
import parvis.kernel.simulated
import parvis.kernel.words
import parvis.programme.enums
import parvis.programme.models.counts
import parvis.programme.models.sessions
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from parvis.kernel.history import KeepLinks
from parvis.kernel.policies import row_policy


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journal', '0002_links_are_kept'),
        ('agenda', '0001_initial'),
        ('centres', '0005_stops'),
        ('network', '0005_funding'),
        ('partners', '0006_desk_closed_for_now'),
        ('sources', '0002_office'),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='Seats',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('on-site', 'on site'), ('online', 'online')], default='on-site', max_length=7, verbose_name='way in')),
                ('letter', models.CharField(max_length=1, verbose_name='letter of the signs')),
                ('given', models.BooleanField(default=False, verbose_name='places are given')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('start', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('serial', models.PositiveIntegerField(default=0, verbose_name='signs given')),
                ('place', models.PositiveIntegerField(default=0, verbose_name='last place in the line')),
                ('held', models.PositiveIntegerField(default=0, verbose_name='places held')),
                ('offered', models.PositiveIntegerField(default=0, verbose_name='places offered')),
                ('set_aside', models.PositiveIntegerField(default=0, verbose_name='places for groups')),
                ('waiting', models.PositiveIntegerField(default=0, verbose_name='people waiting')),
                ('came', models.PositiveIntegerField(default=0, verbose_name='came, of those who held a place')),
                ('walked_in', models.PositiveIntegerField(default=0, verbose_name='came without a place')),
                ('gave_back', models.PositiveIntegerField(default=0, verbose_name='gave their place back')),
                ('absent', models.PositiveIntegerField(default=0, verbose_name='did not come')),
                ('in_vain', models.PositiveIntegerField(default=0, verbose_name='waited in vain')),
                ('wanted', models.PositiveIntegerField(default=0, verbose_name='want one more session')),
            ],
            options={
                'verbose_name': 'places of a session',
                'verbose_name_plural': 'places of sessions',
                'ordering': ['session', 'letter'],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.BooleanField(default=False, editable=False, verbose_name='simulated')),
                ('standing', models.CharField(choices=[('stated', 'stated in a source'), ('inferred', 'inferred'), ('external', 'external')], default='stated', max_length=8, verbose_name='standing')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('title', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='title')),
                ('about', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='in a few sentences')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('reached', models.PositiveIntegerField(blank=True, null=True, verbose_name='people reached')),
                ('reached_qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to'), ('range', 'range'), ('words', 'words only')], default='exact', max_length=9, verbose_name='how that number is told')),
                ('public', models.PositiveIntegerField(blank=True, null=True, verbose_name='people concerned')),
                ('public_qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to'), ('range', 'range'), ('words', 'words only')], default='exact', max_length=9, verbose_name='how that one is told')),
                ('public_is', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='who is concerned')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='centres.centre', verbose_name='centre')),
                ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='network.network', verbose_name='network')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='sources.source', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-first', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Coordination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.BooleanField(default=False, editable=False, verbose_name='simulated')),
                ('day', models.DateField(verbose_name='day')),
                ('state', models.CharField(choices=[('planned', 'to come'), ('held', 'held')], default='planned', max_length=7, verbose_name='state')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinations', to='centres.centre', verbose_name='centre')),
            ],
            options={
                'verbose_name': 'coordination meeting',
                'verbose_name_plural': 'coordination meetings',
                'ordering': ['-day', 'centre'],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='objective')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objectives', to='programme.campaign', verbose_name='campaign')),
            ],
            options={
                'verbose_name': 'objective of a campaign',
                'verbose_name_plural': 'objectives of campaigns',
                'ordering': ['campaign', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(verbose_name='number of the sign')),
                ('size', models.PositiveSmallIntegerField(default=1, verbose_name='how many together')),
                ('state', models.CharField(choices=[('held', 'place held'), ('waiting', 'waiting'), ('offered', 'a place is offered'), ('left', 'given back'), ('came', 'came')], max_length=7, verbose_name='state')),
                ('digest', models.BinaryField(max_length=32, verbose_name='digest of its key')),
                ('place', models.PositiveIntegerField(blank=True, null=True, verbose_name='place in the line')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='offered until')),
                ('seats', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='programme.seats', verbose_name='places')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
            },
        ),
        migrations.CreateModel(
            name='HeldPlaces',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='how many places')),
                ('came', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how many came')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='kept until')),
                ('over', models.BooleanField(default=False, verbose_name='given back, or used')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_places', to='partners.partner', verbose_name='partner')),
                ('seats', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='programme.seats', verbose_name='places')),
            ],
            options={
                'verbose_name': 'places held for a group',
                'verbose_name_plural': 'places held for groups',
                'ordering': ['seats', 'partner'],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.BooleanField(default=False, editable=False, verbose_name='simulated')),
                ('standing', models.CharField(choices=[('stated', 'stated in a source'), ('inferred', 'inferred'), ('external', 'external')], default='stated', max_length=8, verbose_name='standing')),
                ('kind', models.CharField(choices=[('info-session', 'info-session'), ('participatory', 'participatory workshop'), ('peer-group', 'peer-exchange group'), ('forum', 'forum'), ('fair', 'fair'), ('conference', 'conference'), ('round-table', 'round table'), ('job-dating', 'job dating'), ('thematic-day', 'thematic day'), ('open-day', 'open day'), ('study-day', 'study day'), ('webinar', 'webinar'), ('seminar', 'seminar'), ('other-event', 'another event')], max_length=14, verbose_name='kind')),
                ('themes', models.JSONField(blank=True, default=list, validators=[parvis.centres.enums.Theme.known], verbose_name='themes')),
                ('tags', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Tag.known], verbose_name='tags')),
                ('audiences', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Audience.known], verbose_name='made for')),
                ('comforts', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Comfort.known], verbose_name='access for everybody')),
                ('access_note', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='note on access')),
                ('joining', models.CharField(choices=[('open', 'simply come'), ('places', 'places to be held, without a name'), ('door', 'places given at the door'), ('named', 'professionals say who they are')], default='open', max_length=6, verbose_name='how one joins')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='places on site')),
                ('online_capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='places online')),
                ('party_limit', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='people under one sign, at most')),
                ('closes_before', models.PositiveIntegerField(default=0, verbose_name='places are given until so many minutes before')),
                ('question', models.CharField(choices=[('useful', 'Was it of use to you?'), ('understood', 'Was it easy to follow?'), ('next-step', 'Do you know what to do next?'), ('again', 'Would you tell somebody else to come?')], default='useful', max_length=10, verbose_name='question asked afterwards')),
                ('code', models.SlugField(max_length=80, unique=True, verbose_name='code')),
                ('part', models.CharField(choices=[('organised', 'organised'), ('joined', 'joined, organised by others')], default='organised', max_length=9, verbose_name='part')),
                ('purposes', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Purpose.known], verbose_name='what it is for')),
                ('ratings', models.JSONField(blank=True, default=dict, validators=[parvis.programme.models.sessions.ratings], verbose_name='how far each purpose was met, from 1 to 4')),
                ('walk_in', models.BooleanField(default=True, verbose_name='one may walk in')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('refused', 'not taken up'), ('scheduled', 'scheduled, not published yet'), ('published', 'published'), ('cancelled', 'cancelled'), ('held', 'held'), ('attended', 'attendance entered'), ('evaluated', 'evaluated')], default='scheduled', max_length=9, verbose_name='state')),
                ('context', models.PositiveIntegerField(blank=True, null=True, verbose_name='context figure')),
                ('context_qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to'), ('range', 'range'), ('words', 'words only')], default='exact', max_length=9, verbose_name='how it is told')),
                ('context_is', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='what the context figure is')),
                ('replay', models.URLField(blank=True, max_length=500, verbose_name='replay')),
                ('summary', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='what came out of it')),
                ('words', models.TextField(blank=True, default='', editable=False)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='programme.campaign', verbose_name='campaign')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='session', to='agenda.entry', verbose_name='date')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='programme.session', verbose_name='part of')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='sources.source', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['entry__begins', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='seats',
            name='session',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='programme.session', verbose_name='session'),
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('half_day', models.CharField(choices=[('am', 'morning'), ('pm', 'afternoon')], max_length=2, verbose_name='half-day')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rosters', to='centres.centre', verbose_name='centre')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'half-day of a centre on a stand',
                'verbose_name_plural': 'half-days of centres on a stand',
                'ordering': ['session', 'day', 'half_day', 'centre'],
            },
        ),
        migrations.CreateModel(
            name='ReminderAddress',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.TextField(editable=False, verbose_name='address, sealed')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('digest', models.BinaryField(max_length=32, verbose_name='digest of its key')),
                ('sent', models.BooleanField(default=False, verbose_name='reminded')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_addresses', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'reminder address',
                'verbose_name_plural': 'reminder addresses',
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='professional e-mail')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('country', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$')], verbose_name='country (ISO 3166)')),
                ('way', models.CharField(choices=[('on-site', 'on site'), ('online', 'online')], default='on-site', max_length=7, verbose_name='way in')),
                ('language', models.CharField(default='fr', max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('registered', 'registered'), ('came', 'came'), ('withdrawn', 'withdrawn')], default='registered', max_length=10, verbose_name='state')),
                ('digest', models.BinaryField(max_length=32, verbose_name='digest of its key')),
                ('registered_at', models.DateTimeField(verbose_name='registered')),
                ('until', models.DateField(verbose_name='kept until')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='centres.centre', verbose_name='centre')),
                ('list_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre', verbose_name='whose list')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='programme.session', verbose_name='session')),
                ('workshops', models.ManyToManyField(blank=True, related_name='chosen_by', to='programme.session', verbose_name='workshops chosen')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'ordering': ['session', 'name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True, verbose_name='what the partner adds')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                ('decision', models.CharField(choices=[('waiting', 'waiting for a decision'), ('accepted', 'taken up'), ('later', 'put off to the next meeting'), ('refused', 'not taken up')], default='waiting', max_length=8, verbose_name='decision')),
                ('answer', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='answer to the partner')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('coordination', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='programme.coordination', verbose_name='meeting that decides')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='partners.partner', verbose_name='partner')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='proposal', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['proposed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='KeyPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('text', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='key point')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_points', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'key point',
                'verbose_name_plural': 'key points',
                'ordering': ['session', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Host',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('organiser', 'organiser'), ('partner', 'partner'), ('facilitator', 'facilitator'), ('exhibitor', 'exhibitor'), ('speaker', 'speaker')], default='partner', max_length=11, verbose_name='what it does')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='another organisation')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted', to='centres.centre', verbose_name='centre')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted', to='partners.partner', verbose_name='partner')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'organisation in a session',
                'verbose_name_plural': 'organisations in sessions',
                'ordering': ['session', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('half_day', models.CharField(blank=True, choices=[('am', 'morning'), ('pm', 'afternoon')], max_length=2, verbose_name='half-day')),
                ('method', models.CharField(choices=[('counted', 'counted'), ('tally', 'tallied'), ('paper', 'from paper sheets'), ('estimated', 'estimated')], default='counted', max_length=9, verbose_name='how')),
                ('n', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name='how many')),
                ('qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to'), ('range', 'range'), ('words', 'words only')], default='exact', max_length=9, verbose_name='how it is told')),
                ('shares', models.JSONField(blank=True, default=dict, validators=[parvis.programme.models.counts.shares], verbose_name='of which public')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headcounts', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'headcount',
                'verbose_name_plural': 'headcounts',
                'ordering': ['session', 'day', 'half_day'],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('face', models.PositiveSmallIntegerField(choices=[(1, 'not happy'), (2, 'so-so'), (3, 'happy')], verbose_name='face')),
                ('question', models.CharField(choices=[('useful', 'Was it of use to you?'), ('understood', 'Was it easy to follow?'), ('next-step', 'Do you know what to do next?'), ('again', 'Would you tell somebody else to come?')], max_length=10, verbose_name='question')),
                ('answer', models.CharField(blank=True, choices=[('yes', 'yes'), ('partly', 'partly'), ('no', 'no')], max_length=6, verbose_name='answer')),
                ('medium', models.CharField(choices=[('tablet', 'tablet'), ('phone', 'phone'), ('paper', 'paper')], max_length=6, verbose_name='given on')),
                ('alike', models.PositiveSmallIntegerField(default=1, verbose_name='how many alike')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'feedback',
                'verbose_name_plural': 'feedback',
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='title')),
                ('address', models.URLField(max_length=500, verbose_name='address')),
                ('language', models.CharField(blank=True, max_length=5, verbose_name='language')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'document of a session',
                'verbose_name_plural': 'documents of sessions',
                'ordering': ['session', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CentreWith',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('organised', 'organised'), ('joined', 'joined, organised by others')], default='joined', max_length=9, verbose_name='part')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions_with', to='centres.centre', verbose_name='centre')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='centres_with', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'another centre in a session',
                'verbose_name_plural': 'other centres in sessions',
                'ordering': ['session', 'part', 'centre'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begins', models.DateTimeField(verbose_name='begins')),
                ('ends', models.DateTimeField(verbose_name='ends')),
                ('appointment', models.BooleanField(default=False, verbose_name='by appointment')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('note', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='note')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'slot',
                'verbose_name_plural': 'slots',
                'ordering': ['session', 'begins', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='seats',
            name='slot',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='programme.slot', verbose_name='slot'),
        ),
        migrations.CreateModel(
            name='Speaker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('function', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='function')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('agreed', models.DateField(blank=True, null=True, verbose_name='agreed to be named')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'speaker',
                'verbose_name_plural': 'speakers',
                'ordering': ['session', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Stand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=8, verbose_name='number')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('left', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='from the left of the plan, in percent')),
                ('top', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='from the top of the plan, in percent')),
                ('offers', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='what one finds there')),
                ('needs', models.JSONField(blank=True, default=list, validators=[parvis.centres.enums.Need.known], verbose_name='needs it answers')),
                ('practice', models.BooleanField(default=False, verbose_name='shows a practice of the network')),
                ('serial', models.PositiveIntegerField(default=1, editable=False)),
                ('centre', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands', to='centres.centre', verbose_name='centre')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands', to='partners.partner', verbose_name='partner')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stands', to='programme.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'stand',
                'verbose_name_plural': 'stands',
                'ordering': ['session', 'number'],
            },
        ),
        migrations.CreateModel(
            name='StatedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.BooleanField(default=False, editable=False, verbose_name='simulated')),
                ('standing', models.CharField(choices=[('stated', 'stated in a source'), ('inferred', 'inferred'), ('external', 'external')], default='stated', max_length=8, verbose_name='standing')),
                ('what', models.CharField(choices=[('participants', 'participants'), ('visitors', 'visitors'), ('workshops', 'workshops'), ('round-tables', 'round tables'), ('practices', 'practices'), ('centres', 'centres'), ('countries', 'countries'), ('organisations', 'organisations'), ('exhibitors', 'exhibitors')], max_length=13, verbose_name='of what')),
                ('n', models.PositiveIntegerField(verbose_name='how many')),
                ('qualifier', models.CharField(choices=[('exact', 'exact'), ('about', 'about'), ('more_than', 'more than'), ('up_to', 'up to'), ('range', 'range'), ('words', 'words only')], default='exact', max_length=9, verbose_name='how it is told')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stated_figures', to='programme.session', verbose_name='session')),
                ('sources', models.ManyToManyField(blank=True, related_name='+', to='sources.source', verbose_name='sources')),
            ],
            options={
                'verbose_name': 'figure a source gives of a session',
                'verbose_name_plural': 'figures sources give of sessions',
                'ordering': ['session', 'what'],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('simulated', models.BooleanField(default=False, editable=False, verbose_name='simulated')),
                ('kind', models.CharField(choices=[('info-session', 'info-session'), ('participatory', 'participatory workshop'), ('peer-group', 'peer-exchange group'), ('forum', 'forum'), ('fair', 'fair'), ('conference', 'conference'), ('round-table', 'round table'), ('job-dating', 'job dating'), ('thematic-day', 'thematic day'), ('open-day', 'open day'), ('study-day', 'study day'), ('webinar', 'webinar'), ('seminar', 'seminar'), ('other-event', 'another event')], max_length=14, verbose_name='kind')),
                ('themes', models.JSONField(blank=True, default=list, validators=[parvis.centres.enums.Theme.known], verbose_name='themes')),
                ('tags', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Tag.known], verbose_name='tags')),
                ('audiences', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Audience.known], verbose_name='made for')),
                ('comforts', models.JSONField(blank=True, default=list, validators=[parvis.programme.enums.Comfort.known], verbose_name='access for everybody')),
                ('access_note', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='note on access')),
                ('joining', models.CharField(choices=[('open', 'simply come'), ('places', 'places to be held, without a name'), ('door', 'places given at the door'), ('named', 'professionals say who they are')], default='open', max_length=6, verbose_name='how one joins')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='places on site')),
                ('online_capacity', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name='places online')),
                ('party_limit', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='people under one sign, at most')),
                ('closes_before', models.PositiveIntegerField(default=0, verbose_name='places are given until so many minutes before')),
                ('question', models.CharField(choices=[('useful', 'Was it of use to you?'), ('understood', 'Was it easy to follow?'), ('next-step', 'Do you know what to do next?'), ('again', 'Would you tell somebody else to come?')], default='useful', max_length=10, verbose_name='question asked afterwards')),
                ('code', models.SlugField(max_length=60, verbose_name='code')),
                ('title', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='title')),
                ('about', parvis.kernel.words.WordsField(blank=True, default=dict, verbose_name='in a few sentences')),
                ('minutes', models.PositiveIntegerField(default=120, verbose_name='lasts, in minutes')),
                ('set_up', models.PositiveIntegerField(default=0, verbose_name='minutes to set up')),
                ('pack_up', models.PositiveIntegerField(default=0, verbose_name='minutes to pack up')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('retired', models.BooleanField(default=False, verbose_name='no longer used')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='session_templates', to='centres.centre', verbose_name='centre')),
            ],
            options={
                'verbose_name': 'template of sessions',
                'verbose_name_plural': 'templates of sessions',
                'ordering': ['centre', 'code'],
            },
        ),
        migrations.AddField(
            model_name='session',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='programme.template', verbose_name='template'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='programme_campaign_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('reached_qualifier__in', ['exact', 'about', 'more_than', 'up_to', 'range', 'words']), ('public_qualifier__in', ['exact', 'about', 'more_than', 'up_to', 'range', 'words'])), name='programme_campaign_known_qualifiers'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['stated', 'inferred', 'external'])), name='programme_campaign_standing'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(fields=('id', 'simulated'), name='programme_campaign_world'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='f2a4895a8705425a95b5915bcf3791bbad6599a8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_c4b76', table='programme_campaign', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='coordination',
            constraint=models.UniqueConstraint(fields=('centre', 'day'), name='programme_coordination_once'),
        ),
        migrations.AddConstraint(
            model_name='coordination',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held'])), name='programme_coordination_known_state'),
        ),
        migrations.AddConstraint(
            model_name='coordination',
            constraint=models.UniqueConstraint(fields=('id', 'simulated'), name='programme_coordination_world'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='coordination',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='82d68c969667e7e07ba415a7b6a9c8ed7354ed22', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_94123', table='programme_coordination', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.UniqueConstraint(fields=('campaign', 'order'), name='programme_objective_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objective',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='9b6080dd7d42de72e136b5d29db34d490f890528', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_4f923', table='programme_objective', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['seats', 'place'], name='programme_party_line'),
        ),
        migrations.AddIndex(
            model_name='participation',
            index=models.Index(condition=models.Q(('state', 'offered')), fields=['until'], name='programme_party_offered'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('seats', 'number'), name='programme_participation_sign_once'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('digest',), name='programme_participation_key_once'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['held', 'waiting', 'offered', 'left', 'came'])), name='programme_participation_state'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('size__range', (1, 60))), name='programme_participation_size'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('place__isnull', True)), _connector='OR'), name='programme_participation_waits_in_line'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), ('until__isnull', False)), models.Q(models.Q(('state', 'offered'), _negated=True), ('until__isnull', True)), _connector='OR'), name='programme_participation_offered_until'),
        ),
        migrations.AddConstraint(
            model_name='heldplaces',
            constraint=models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='programme_heldplaces_some'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='heldplaces',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='7ff9c2164b0ad70b8f62232ef5dd1158213fb848', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_23979', table='programme_heldplaces', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.UniqueConstraint(fields=('session', 'day', 'half_day', 'centre'), name='programme_roster_once'),
        ),
        migrations.AddConstraint(
            model_name='roster',
            constraint=models.CheckConstraint(condition=models.Q(('half_day__in', ['am', 'pm'])), name='programme_roster_known_half_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roster',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='3fcda64ccb56006213fe17a43f4b375727e00c6c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_cf3d6', table='programme_roster', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='reminderaddress',
            constraint=models.UniqueConstraint(fields=('digest',), name='programme_reminder_key_once'),
        ),
        migrations.AddConstraint(
            model_name='reminderaddress',
            constraint=models.CheckConstraint(condition=models.Q(('language__regex', '^[a-z]{2}$')), name='programme_reminder_language'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('session', 'email'), name='programme_registration_once'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.UniqueConstraint(fields=('digest',), name='programme_registration_key_once'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['registered', 'came', 'withdrawn'])), name='programme_registration_known_state'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['on-site', 'online'])), name='programme_registration_known_way'),
        ),
        migrations.AddConstraint(
            model_name='registration',
            constraint=models.CheckConstraint(condition=models.Q(('country__regex', '^[A-Z]{2}$')), name='programme_registration_country'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decision__in', ['waiting', 'accepted', 'later', 'refused'])), name='programme_proposal_known_decision'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('decision', 'waiting'), ('decided_at__isnull', False), _connector='OR'), name='programme_proposal_decided_on_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='proposal',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='ebcd76fd003ab8bc390ee59d544d909d3dede91d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_ffa63', table='programme_proposal', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='keypoint',
            constraint=models.UniqueConstraint(fields=('session', 'order'), name='programme_keypoint_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='keypoint',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='9e7c6fdf02157cd183403f1f0c16ebef5431429c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_370bc', table='programme_keypoint', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='host',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['organiser', 'partner', 'facilitator', 'exhibitor', 'speaker'])), name='programme_host_known_role'),
        ),
        migrations.AddConstraint(
            model_name='host',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('centre__isnull', True), ('name', ''), ('partner__isnull', False)), models.Q(('centre__isnull', False), ('name', ''), ('partner__isnull', True)), models.Q(('centre__isnull', True), ('partner__isnull', True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='programme_host_is_one', violation_error_message='Choose a partner or a centre, or write a name.'),
        ),
        migrations.AddConstraint(
            model_name='host',
            constraint=models.UniqueConstraint(fields=('session', 'role', 'partner', 'centre', 'name'), name='programme_host_once', nulls_distinct=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='host',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='1ad50c3492dd46cb7eeea70a634628b1d2dbb2ec', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_ee4df', table='programme_host', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.UniqueConstraint(fields=('session', 'day', 'half_day'), name='programme_headcount_once'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.CheckConstraint(condition=models.Q(('half_day', ''), ('half_day__in', ['am', 'pm']), _connector='OR'), name='programme_headcount_known_half_day'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['counted', 'tally', 'paper', 'estimated'])), name='programme_headcount_known_method'),
        ),
        migrations.AddConstraint(
            model_name='headcount',
            constraint=models.CheckConstraint(condition=models.Q(('qualifier__in', ['exact', 'about', 'more_than', 'up_to', 'range', 'words'])), name='programme_headcount_known_qualifier'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='headcount',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='4d8688e9d263df555c3c30ee0d4332d8ce2fb615', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_99b05', table='programme_headcount', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('face__in', [1, 2, 3])), name='programme_face_known'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('question__in', ['useful', 'understood', 'next-step', 'again'])), name='programme_feedback_question'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('answer', ''), ('answer__in', ['yes', 'partly', 'no']), _connector='OR'), name='programme_feedback_answer'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('medium__in', ['tablet', 'phone', 'paper'])), name='programme_feedback_medium'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('alike__gte', 1)), name='programme_feedback_some'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('session', 'address'), name='programme_document_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='document',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='2078684ad7d72191f344c960ef7850f052167ac3', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_e0dfb', table='programme_document', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='centrewith',
            constraint=models.UniqueConstraint(fields=('session', 'centre'), name='programme_centrewith_once'),
        ),
        migrations.AddConstraint(
            model_name='centrewith',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['organised', 'joined'])), name='programme_centrewith_known_part'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='centrewith',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='088b17fa633d1fd08cfb02eb98b26857ca75c2be', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_20796', table='programme_centrewith', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('begins'))), name='programme_slot_ends_later', violation_error_message='It ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('session', 'begins', 'ends', 'appointment'), name='programme_slot_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='slot',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='8b470c136c2a0a2411bf11b1c3fb8d31e761f172', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_db676', table='programme_slot', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.UniqueConstraint(fields=('session', 'letter'), name='programme_seats_letter'),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.UniqueConstraint(condition=models.Q(('slot__isnull', True)), fields=('session', 'way'), name='programme_seats_once'),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['on-site', 'online'])), name='programme_seats_way'),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.CheckConstraint(condition=models.Q(('letter__regex', '^[A-HJ-NP-Z]$')), name='programme_seats_is_a_letter'),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('held'), '+', models.F('offered')), '+', models.F('set_aside'))), _connector='OR'), name='programme_seats_never_oversold'),
        ),
        migrations.AddConstraint(
            model_name='seats',
            constraint=models.CheckConstraint(condition=models.Q(('came__lte', models.F('held'))), name='programme_seats_came_who_held'),
        ),
        migrations.AddConstraint(
            model_name='speaker',
            constraint=models.UniqueConstraint(fields=('session', 'name'), name='programme_speaker_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='speaker',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='3f5ea4a81299e69419bbe47378a702e9aad91fa6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_f8064', table='programme_speaker', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='stand',
            constraint=models.UniqueConstraint(fields=('session', 'number'), name='programme_stand_once'),
        ),
        migrations.AddConstraint(
            model_name='stand',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left__isnull', True), ('left__lte', 100), _connector='OR'), models.Q(('top__isnull', True), ('top__lte', 100), _connector='OR')), name='programme_stand_on_the_plan'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='stand',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='9e329ca52b6ab5cf06fe75800321cf030ab79b44', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_d30de', table='programme_stand', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='statedfigure',
            constraint=models.UniqueConstraint(fields=('session', 'what'), name='programme_stated_once'),
        ),
        migrations.AddConstraint(
            model_name='statedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['participants', 'visitors', 'workshops', 'round-tables', 'practices', 'centres', 'countries', 'organisations', 'exhibitors'])), name='programme_stated_known'),
        ),
        migrations.AddConstraint(
            model_name='statedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('qualifier__in', ['exact', 'about', 'more_than', 'up_to', 'range', 'words'])), name='programme_stated_qualifier'),
        ),
        migrations.AddConstraint(
            model_name='statedfigure',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['stated', 'inferred', 'external'])), name='programme_stated_standing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='statedfigure',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='5131895fdc81635676c599e5230e81b460846a36', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_df2d3', table='programme_statedfigure', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('centre', 'code'), name='programme_template_once'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='programme_template_lasts'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['info-session', 'participatory', 'peer-group', 'forum', 'fair', 'conference', 'round-table', 'job-dating', 'thematic-day', 'open-day', 'study-day', 'webinar', 'seminar', 'other-event'])), name='programme_template_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('joining__in', ['open', 'places', 'door', 'named'])), name='programme_template_known_joining'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('question__in', ['useful', 'understood', 'next-step', 'again'])), name='programme_template_known_question'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.CheckConstraint(condition=models.Q(('party_limit__range', (1, 60))), name='programme_template_party_limit'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=models.UniqueConstraint(fields=('id', 'simulated'), name='programme_template_world'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='template',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='06b28581515f04804c301caa8d381c74a2d0a020', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_cba24', table='programme_template', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='session',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='programme_session_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['state'], name='programme_session_state'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['info-session', 'participatory', 'peer-group', 'forum', 'fair', 'conference', 'round-table', 'job-dating', 'thematic-day', 'open-day', 'study-day', 'webinar', 'seminar', 'other-event'])), name='programme_session_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('joining__in', ['open', 'places', 'door', 'named'])), name='programme_session_known_joining'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('question__in', ['useful', 'understood', 'next-step', 'again'])), name='programme_session_known_question'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('party_limit__range', (1, 60))), name='programme_session_party_limit'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['organised', 'joined'])), name='programme_session_known_part'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'refused', 'scheduled', 'published', 'cancelled', 'held', 'attended', 'evaluated'])), name='programme_session_known_state'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('context_qualifier__in', ['exact', 'about', 'more_than', 'up_to', 'range', 'words'])), name='programme_session_known_qualifier'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('part_of', models.F('pk')), _negated=True), _connector='OR'), name='programme_session_no_part_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['stated', 'inferred', 'external'])), name='programme_session_standing'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('id', 'simulated'), name='programme_session_world'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='session',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM journal_record(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;', hash='eef3abf58d99457b0897bbbf2159c85375af01ab', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_kept_a348a', table='programme_session', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=parvis.kernel.simulated.SameWorld(field='network', name='programme_campaign_network_world'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=parvis.kernel.simulated.SameWorld(field='centre', name='programme_campaign_centre_world'),
        ),
        migrations.AddConstraint(
            model_name='coordination',
            constraint=parvis.kernel.simulated.SameWorld(field='centre', name='programme_coordination_centre_world'),
        ),
        migrations.AddConstraint(
            model_name='statedfigure',
            constraint=parvis.kernel.simulated.SameWorld(field='session', name='programme_stated_session_world'),
        ),
        migrations.AddConstraint(
            model_name='template',
            constraint=parvis.kernel.simulated.SameWorld(field='centre', name='programme_template_centre_world'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=parvis.kernel.simulated.SameWorld(field='entry', name='programme_session_entry_world'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=parvis.kernel.simulated.SameWorld(field='part_of', name='programme_session_part_of_world'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=parvis.kernel.simulated.SameWorld(field='campaign', name='programme_session_campaign_world'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=parvis.kernel.simulated.SameWorld(field='template', name='programme_session_template_world'),
        ),
        KeepLinks("session", "sources"),
        KeepLinks("campaign", "sources"),
        KeepLinks("statedfigure", "sources"),
        row_policy(
            "programme_registration",
            using=(
                "({scope} ->> 'every_list') = 'true' "
                "OR {scope} -> 'lists' @> to_jsonb(list_of_id)"
            ),
        ),
    ]
