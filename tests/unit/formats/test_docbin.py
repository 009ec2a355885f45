from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from standoff.errors import InputError, MissingExtraError
from standoff.formats import from_docbin, to_docbin
from standoff.records import Relation
from standoff.scheme import read_scheme
from tests.unit.formats.example import ARTICLE, LABELS, SCHEME, context, segment


def document() -> Doc:
    exported = to_docbin(ARTICLE, LABELS, segment)
    (doc,) = DocBin().from_bytes(exported.files[".spacy"]).get_docs(spacy.blank("en").vocab)
    return doc


def test_spacy_sees_text_sentences_spans_and_attributes() -> None:
    Span.set_extension("stance_target", default=None, force=True)
    Doc.set_extension("standoff", default=None, force=True)
    doc = document()
    assert doc.text == ARTICLE.text
    assert [sentence.text.split()[0] for sentence in doc.sents] == ["Ardan", "She", "The"]
    kept = [item for item in LABELS.spans if item.id != "s2"]
    assert [(item.id_, item.label_, item.start_char, item.end_char) for item in doc.spans["sc"]] == [
        (item.id, item.type, item.start, item.end) for item in kept
    ]
    assert [item._.stance_target for item in doc.spans["sc"] if item.label_ == "stance"] == ["[U.S.]|plan_*;\\"]
    assert doc._.standoff["labels"]["annotator"] == "anna"


def test_what_is_not_aligned_is_lost_with_its_relations() -> None:
    exported = to_docbin(ARTICLE, LABELS, segment)
    assert [(loss.code, loss.field) for loss in exported.losses] == [
        ("provenance", "$.origin"),
        ("unaligned", "$.spans[5]"),
        ("relation-end", "$.relations[2]"),
        ("relation-end", "$.relations[3]"),
    ]
    imported = from_docbin(exported.files, context())
    (labels,) = imported.label_sets
    assert imported.findings == ()
    assert imported.articles == (replace(ARTICLE, origin="imported"),)
    assert labels.spans == tuple(item for item in LABELS.spans if item.id != "s2")
    assert Relation("deadline", "t1", "d2") in labels.relations
    assert (labels.annotator, labels.created, labels.lead_time) == ("anna", LABELS.created, 93.5)


def test_what_others_wrote() -> None:
    vocab = spacy.blank("en").vocab
    with_entities = Doc(vocab, words=["Ines", "left"], spaces=[True, False])
    with_entities.ents = [Span(with_entities, 0, 1, label="PER")]
    with_groups = Doc(vocab, words=["Quelle"])
    with_groups.spans["places"] = [Span(with_groups, 0, 1, label="LOC", span_id="q1")]
    scheme = read_scheme("{name: x, version: 1, title: x, spans: {PER: {definition: x}, LOC: {definition: x}}}")
    content = DocBin(docs=[with_entities, with_groups]).to_bytes()
    imported = from_docbin({".spacy": content}, context(scheme=scheme, dct=ARTICLE.dct, name="two"))
    assert imported.findings == ()
    assert [article.id for article in imported.articles] == ["two-1", "two-2"]
    assert [(item.id, item.type) for labels in imported.label_sets for item in labels.spans] == [
        ("r0", "PER"),
        ("q1", "LOC"),
    ]


def test_labels_of_another_version_are_refused() -> None:
    files = to_docbin(ARTICLE, replace(LABELS, scheme_version=7), segment).files
    imported = from_docbin(files, context(ARTICLE))
    assert imported.label_sets == ()
    assert [finding.code for finding in imported.findings] == ["scheme"]


def test_other_files_are_refused() -> None:
    with pytest.raises(InputError, match="no DocBin"):
        from_docbin({".spacy": b"text"}, context())
    doc = document()
    doc.user_data["._.", "standoff", None, None] = {"article": "none"}  # type: ignore[index]
    content = DocBin(docs=[doc], store_user_data=True).to_bytes()
    with pytest.raises(InputError, match="not as standoff writes it"):
        from_docbin({".spacy": content}, context())


def test_without_spacy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtraError, match="standoff\\[spacy\\]"):
        to_docbin(ARTICLE, LABELS, segment)


def test_the_same_labels_give_the_same_bytes() -> None:
    program = (
        "import hashlib\n"
        "from standoff.formats import to_docbin\n"
        "from tests.unit.formats.example import ARTICLE, LABELS, segment\n"
        "print(hashlib.sha256(to_docbin(ARTICLE, LABELS, segment).files['.spacy']).hexdigest())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_only_spacy_files_load_spacy() -> None:
    program = "import standoff.formats, sys; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_attributes_of_unknown_types_are_left() -> None:
    narrow = read_scheme("{name: news-conflict, version: 2, title: x, spans: {actor: {definition: x}}}")
    imported = from_docbin(to_docbin(ARTICLE, LABELS, segment).files, context(ARTICLE, scheme=narrow))
    assert {finding.code for finding in imported.findings} == {"span-type", "relation-type"}
    assert [item.type for item in imported.label_sets[0].spans] == ["actor"] * 4
    assert SCHEME.spans.keys() - narrow.spans.keys() == {"date", "stance", "threat"}
