"""The command, and how far the reader gets on the letters beside the project."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from .letters import CAMPAIGN_LETTER, SHARED, comparable, truth


def test_one_file_per_letter_in_the_exchange_form(tmp_path):
    call_command("read_letter", str(CAMPAIGN_LETTER), "--out", str(tmp_path / "read"))
    (written,) = (tmp_path / "read").iterdir()
    stored = json.loads(written.read_text(encoding="utf-8"))
    extra = {key: stored.pop(key) for key in ("text", "spans", "findings", "confidence", "reasons", "suggested")}
    assert written.name == "can_tho_2024.json"
    assert comparable(stored) == truth("can_tho_2024")
    assert extra["spans"]["symbol"]


def test_a_refused_letter_is_named_and_does_not_stop_the_others(tmp_path, capsys):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"no Word file")
    with pytest.raises(CommandError, match="1 of 2 letters were not read"):
        call_command("read_letter", str(bad), str(CAMPAIGN_LETTER), "--out", str(tmp_path))
    assert (tmp_path / "can_tho_2024.json").exists()
    assert "bad.docx: Tệp .docx bị hỏng" in capsys.readouterr().err


def test_without_a_folder_the_reading_goes_to_the_screen(capsys):
    call_command("read_letter", str(CAMPAIGN_LETTER))
    assert json.loads(capsys.readouterr().out)["symbol"] == "STTTT-CNTT/VT"


def test_the_library_needs_neither_django_nor_a_clock():
    code = (
        "import sys; from directives.intake import read_text; read_text(open(sys.argv[1], encoding='utf-8').read());"
        "assert not any(name.startswith('django.db') or name.endswith('.models') for name in sys.modules)"
    )
    root = CAMPAIGN_LETTER.parents[3]
    subprocess.run([sys.executable, "-c", code, str(CAMPAIGN_LETTER)], check=True, cwd=root)


if SHARED.exists():  # beside a developer's checkout; elsewhere there is nothing to skip

    def test_measured_letters_reach_their_score_without_an_invented_deadline(tmp_path):
        letters = [path for path in (SHARED / "text").iterdir() if path.suffix in (".txt", ".md")]
        call_command("read_letter", *map(str, letters), "--out", str(tmp_path))
        scored = subprocess.run(
            [sys.executable, str(SHARED / "score.py"), str(SHARED / "truth"), str(tmp_path)],
            check=True,
            capture_output=True,
            text=True,
        )
        last = scored.stdout.splitlines()[-1].split()
        assert float(last[2]) >= 0.95
        assert last[6:] == ["0", "wrong", "deadlines;", "0", "not", "read"]
