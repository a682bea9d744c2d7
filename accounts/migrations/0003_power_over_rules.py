"""A ministry may let an agency write drafts of rules."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_regions'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='delegation',
            name='delegation_powers_known',
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('powers__contained_by', ['rules', 'calls', 'reviews', 'contracts', 'reports']), ('powers__len__gt', 0)), name='delegation_powers_known'),
        ),
    ]
