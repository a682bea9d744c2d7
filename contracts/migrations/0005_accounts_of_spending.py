"""What is spent is kept for each source and category, on accounts of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_places_taken'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='category',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='account',
            name='source',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
        migrations.AlterField(
            model_name='account',
            name='kind',
            field=models.CharField(choices=[('treasury', 'Treasury'), ('appropriated', 'Appropriated'), ('region', 'Region'), ('reserved', 'Reserved'), ('match_pledged', 'Match Pledged'), ('match_deposited', 'Match Deposited'), ('paid', 'Paid'), ('claimed', 'Claimed'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('carried_over', 'Carried Over'), ('returned', 'Returned')], max_length=16),
        ),
    ]
