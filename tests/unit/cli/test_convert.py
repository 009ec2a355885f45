from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from standoff.cli.conversion import FORMAT_NAMES, stem_of
from standoff.formats import FORMATS
from standoff.labels import LabelStore
from tests.unit.cli.test_checks import run
from tests.unit.formats.example import ARTICLE, LABELS, golden


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LabelStore:
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    Path("seeds/ardan.txt").write_text(f"date {ARTICLE.dct}\n{ARTICLE.text}")
    store = LabelStore(Path("labels"))
    store.put([LABELS])
    return store


def export(name: str, *more: str) -> Result:
    return run("export", "--to", name, "--out", "out", "--annotator", "anna", *more)


def import_(name: str, *more: str) -> Result:
    return run("import", "--from", name, "out", "--annotator", "ben", *more)


def test_the_names_are_those_of_the_formats() -> None:
    assert set(FORMAT_NAMES) == {*FORMATS, "label-studio"}


def test_brat_out_and_in(project: LabelStore) -> None:
    written = export("brat")
    assert written.exit_code == 0
    assert written.stdout == "1 label set in 3 files written to out\n"
    assert "brat standoff does not hold (" in written.stderr
    assert "9 × brat numbers its spans itself [span-id], first at ardan $.spans[0].id" in written.stderr
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == {
        name: golden(f"brat/{name}") for name in ("ardan.txt", "ardan.ann", "annotation.conf")
    }
    dry = import_("brat", "--dry-run")
    assert dry.stdout == "1 label set would be taken into labels: 1 new, 0 replaced, 0 there already\n"
    assert project.annotators() == ["anna"]
    taken = import_("brat")
    assert (taken.exit_code, taken.stderr) == (0, "")
    assert taken.stdout == "1 label set taken into labels: 1 new, 0 replaced, 0 there already\n"
    (labels,) = project.read("ben")
    assert (labels.origin, len(labels.spans), len(labels.relations)) == ("imported", 9, 5)
    again = import_("brat")
    assert again.stdout == "1 label set taken into labels: 0 new, 0 replaced, 1 there already\n"
    assert project.read("ben") == (labels,)


def test_what_the_store_has_is_replaced_on_request_only(project: LabelStore) -> None:
    export("w3c")
    assert import_("w3c").stdout.endswith("0 new, 0 replaced, 1 there already\n")
    assert project.read("anna") == (LABELS,)
    project.put([LABELS.with_labels(LABELS.spans[:3], [])])
    refused = import_("w3c")
    assert refused.exit_code == 3
    assert "other labels for 1 label set: ardan by anna" in refused.stderr
    assert len(project.read("anna")[0].spans) == 3
    assert import_("w3c", "--replace").stdout.endswith("0 new, 1 replaced, 0 there already\n")
    assert project.read("anna") == (replace(LABELS, origin="imported"),)


def test_some_types_only(project: LabelStore) -> None:
    assert export("conll", "--type", "date").exit_code == 0
    assert "Monday B-date\n" in Path("out/ardan.conll").read_text()
    assert "actor" not in Path("out/ardan.conll").read_text()
    unknown = export("conll", "--type", "place")
    assert unknown.exit_code == 2
    assert "no span type 'place'" in unknown.stderr


def test_dry_run_and_json(project: LabelStore) -> None:
    done = export("webanno", "--dry-run", "--json")
    result = json.loads(done.stdout)
    assert (result["label_sets"], result["files"], result["written"]) == (1, ["ardan.tsv"], False)
    assert {loss["code"]: loss["count"] for loss in result["losses"]}["span-id"] == 9
    assert result["faults"] == []
    assert not Path("out").exists()
    export("webanno")
    told = json.loads(import_("webanno", "--json").stdout)
    assert told == {
        "label_sets": {"added": 1, "differing": 0, "same": 0},
        "new_articles": 0,
        "written": True,
        "losses": [],
        "faults": [],
    }


def test_gold_is_exported_unless_an_annotator_is_named(project: LabelStore) -> None:
    missing = run("export", "--to", "brat", "--out", "out")
    assert missing.exit_code == 2
    assert "there are labels by: anna" in missing.stderr
    project.gold_path.write_bytes(project.path("anna").read_bytes())
    assert run("export", "--to", "spacy", "--out", "out").stdout == "1 label set in 1 file written to out\n"


def test_faulty_labels_are_not_exported(project: LabelStore) -> None:
    faulty = replace(LABELS, article_id="b").with_labels([replace(LABELS.spans[0], type="place")], [])
    lost = replace(LABELS, article_id="c", sha256="0" * 64)
    project.put([faulty, lost])
    done = export("brat")
    assert (done.exit_code, done.stdout) == (1, "1 label set in 3 files written to out\n")
    assert "Not exported (2 findings):" in done.stderr
    assert "[article-unknown], first at c" in done.stderr
    assert "[span-type], first at b $.spans[0].type" in done.stderr


def test_new_articles_are_kept_on_request(project: LabelStore) -> None:
    export("brat")
    Path("seeds/ardan.txt").unlink()
    Path("seeds/other.txt").write_text("date 2024-01-03 Other.")
    undated = import_("brat")
    assert undated.exit_code == 1
    assert "or say when it was published with --date" in undated.stderr
    unkept = import_("brat", "--date", "2024-05-07")
    assert unkept.exit_code == 1
    assert "keep it with --new-articles FILE" in unkept.stderr
    assert project.annotators() == ["anna"]
    arguments = ("--date", "2024-05-07", "--new-articles", "seeds/new.jsonl")
    assert import_("brat", *arguments, "--dry-run").exit_code == 0
    assert not Path("seeds/new.jsonl").exists()
    Path("seeds/new.jsonl").write_text('{"id": "x", "date": "2024-01-03", "text": "One."}')
    assert import_("brat", *arguments).exit_code == 0
    lines = [json.loads(line) for line in Path("seeds/new.jsonl").read_text().splitlines()]
    assert lines[1] == {"id": "ardan", "date": "2024-05-07", "origin": "imported", "text": ARTICLE.text}
    assert run("labels", "check").exit_code == 0
    assert import_("brat").stdout.endswith("1 there already\n")


def test_a_new_article_needs_an_id_of_its_own(project: LabelStore) -> None:
    export("brat")
    Path("seeds/ardan.txt").write_text("date 2024-01-03 Another text.")
    done = import_("brat", "--date", "2024-05-07", "--new-articles", "seeds/new.jsonl")
    assert done.exit_code == 1
    assert "there is another article 'ardan'" in done.stderr
    assert project.annotators() == ["anna"]


def test_a_faulty_file_keeps_no_other_out(project: LabelStore) -> None:
    export("webanno")
    Path("out/bad.tsv").write_text("text")
    Path("out/worse.tsv").write_bytes(golden("webanno/ardan.tsv").replace(b"Monday", b"Sunday", 1))
    done = import_("webanno")
    assert done.exit_code == 1
    assert "out/bad.tsv" in done.stderr
    assert "[text-mismatch], first at out/worse.tsv:21" in done.stderr
    assert len(project.read("ben")) == 1


def test_ids_that_no_file_can_be_called() -> None:
    assert stem_of(replace(ARTICLE, id="a/b:c%")) == "a%2Fb%3Ac%25"
    assert stem_of(replace(ARTICLE, id=".hidden")) == "%2Ehidden"
    assert stem_of(replace(ARTICLE, id="né 1")) == "né 1"
    assert stem_of(replace(ARTICLE, id="é" * 200)) == ARTICLE.sha256


def test_an_import_takes_the_time_of_the_file(project: LabelStore) -> None:
    export("conll", "--type", "actor")
    Path("lenient.yaml").write_text(
        "extends: news-conflict\nspans: {actor: {attributes: {kind: {required: false}, mention: {required: false}}}}\n"
    )
    os.utime("out/ardan.conll", (0, 1714557600))
    done = import_("conll", "--scheme", "lenient.yaml")
    assert done.exit_code == 0, done.stderr
    assert "white space differs" in done.stderr
    assert project.read("ben")[0].created.isoformat() == "2024-05-01T10:00:00+00:00"
