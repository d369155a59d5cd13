"""How long it takes to compare one application's texts with 30, 1,186 and 12,000 others, as ratios to reading them."""

import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

sys.path.append(str(Path(__file__).parents[1]))

from sqlalchemy import insert

from app.cli.db import migrate, opened
from app.clock import frozen_at, now
from app.config import Settings
from app.extensions import db
from app.models import Application, Snapshot, TextComparison, TextPrint, TextSection
from app.queries.snapshot_sections import written_texts
from app.services.likeness import compare_texts, follow_the_rule
from app.services.snapshots import freeze
from app.transaction import transactional
from rubrics.likeness import likeness_rules
from tests.staff_rows import write_applications
from tests.world import OPENS, World, build_world
from workflows.application import Phase
from workflows.likeness import fingerprints

SIZES = (30, 1_186, 12_000)
SECTIONS, PRINTS = 8, 50
COPIES = 3
WORDS = ("ประชาชน", "บริการ", "ระบบ", "ขั้นตอน", "ระยะเวลา", "เจ้าหน้าที่", "ชุมชน", "ข้อมูล", "ความพึงพอใจ", "ลดลง", "พื้นที่")
FIELDS = ("summary", "problem", "approach")


def told(seed: int) -> str:
    """A text of about 1,500 letters, the same for the same seed."""
    chance = Random(seed)  # noqa: S311  # the same texts each time
    return " ".join(chance.choice(WORDS) for _ in range(220))


@transactional
def fill_index(count: int) -> None:
    """Give every application of the round sections and prints as many as real ones have; no text stands behind them."""
    chance, key = Random(count), 0  # noqa: S311  # the same prints each time
    for application, snapshot in db.session.query(Application.id, Snapshot.id).join(
        Snapshot, Snapshot.application_id == Application.id
    ):
        comparison = TextComparison(application_id=application, snapshot_id=snapshot, compared_at=now())
        db.session.add(comparison)
        db.session.flush()
        sections, prints = [], []
        for number in range(SECTIONS):
            key += 1
            sections.append(
                {
                    "key": key,
                    "comparison_id": comparison.id,
                    "application_id": application,
                    "field": f"f{number}",
                    "letters": 1500,
                }
            )
            prints += [{"print": chance.getrandbits(62), "section_key": key} for _ in range(PRINTS)]
        db.session.execute(insert(TextSection), sections)
        db.session.execute(insert(TextPrint), prints)


@transactional
def give_everyone_a_snapshot() -> None:
    """Snapshots for those written without one, for every comparison is of one."""
    having = {row[0] for row in db.session.query(Snapshot.application_id)}
    rows = [
        {
            "application_id": key,
            "number": 1,
            "phase": Phase.ENTRY,
            "content": "{}",
            "sha256": "0" * 64,
            "taken_at": now(),
        }
        for (key,) in db.session.query(Application.id)
        if key not in having
    ]
    db.session.execute(insert(Snapshot), rows)


@transactional
def written(world: World, seed: int) -> Snapshot:
    """An application with texts of its own, or those of another with the same seed, frozen."""
    application = world.fill(world.draft(), **{field: told(seed + place) for place, field in enumerate(FIELDS)})
    db.session.refresh(application, ["answers"])
    return freeze(application)


def measure(count: int) -> None:
    """Write the rows and print a line: a text of its own, and one that others copied."""
    world = build_world()
    write_applications(world.programme, count, creator=world.officer)
    give_everyone_a_snapshot()
    follow_the_rule()
    fill_index(count)
    for name, seeds in {"its own text": range(0, 900, 100), f"text of {COPIES} others": [7] * 9}.items():
        snapshots = [written(world, seed) for seed in seeds]
        reading, comparing = [], []
        for snapshot in snapshots:
            started = time.process_time()
            for text in written_texts(snapshot):
                fingerprints(text.folded, likeness_rules())
            reading.append(time.process_time() - started)
            started = time.process_time()
            compare_texts(snapshot)
            comparing.append(time.process_time() - started)
        best, least = sorted(comparing)[COPIES], min(reading)
        print(f"  {count:6,}  {name:20}  {1000 * best:7.1f} ms  {best / least:5.1f} x reading and printing its texts")


def main() -> None:
    """Measure every size in a database of its own; DATABASE_URL is left alone."""
    for count in [int(size) for size in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            settings = Settings.from_environment({**environ, "LERTRAT_VAR": folder})
            with opened(replace(settings, redis_url="memory://")) as app:
                migrate(app)
                with app.app_context(), frozen_at(OPENS + timedelta(days=1)):
                    measure(count)


if __name__ == "__main__":
    main()
