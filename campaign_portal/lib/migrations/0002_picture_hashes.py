import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ground", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PictureHash",
            fields=[
                (
                    "stored",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="look",
                        serialize=False,
                        to="ground.storedfile",
                    ),
                ),
                ("steps", models.BigIntegerField(null=True)),
                ("waves", models.BigIntegerField(null=True)),
                ("band_1", models.IntegerField(db_index=True, null=True)),
                ("band_2", models.IntegerField(db_index=True, null=True)),
                ("band_3", models.IntegerField(db_index=True, null=True)),
                ("band_4", models.IntegerField(db_index=True, null=True)),
            ],
            options={
                "verbose_name": "dấu vân ảnh",
                "verbose_name_plural": "dấu vân ảnh",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("band_1", None),
                                ("band_2", None),
                                ("band_3", None),
                                ("band_4", None),
                                ("steps", None),
                                ("waves", None),
                            ),
                            models.Q(
                                ("band_1__isnull", False),
                                ("band_2__isnull", False),
                                ("band_3__isnull", False),
                                ("band_4__isnull", False),
                                ("steps__isnull", False),
                                ("waves__isnull", False),
                                ("band_1__range", (0, 65535)),
                                ("band_2__range", (0, 65535)),
                                ("band_3__range", (0, 65535)),
                                ("band_4__range", (0, 65535)),
                            ),
                            _connector="OR",
                        ),
                        name="picture_hash_is_whole_or_absent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NearPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("distance", models.PositiveSmallIntegerField(verbose_name="số bit khác nhau")),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="near", to="ground.storedfile"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ground.storedfile"
                    ),
                ),
            ],
            options={
                "verbose_name": "cặp ảnh gần giống",
                "verbose_name_plural": "cặp ảnh gần giống",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="near_pair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one", models.F("other")), _negated=True), name="near_pair_is_of_two"
                    ),
                ],
            },
        ),
    ]
