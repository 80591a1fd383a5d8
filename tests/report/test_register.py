"""The entry for the register of algorithms: what the standard asks, and figures the tool itself holds."""

import json
import re
from pathlib import Path

import pytest

from hea.evidence.measured import Hits, Measured
from hea.evidence.measured import measured as real
from hea.parameters import load_parameters
from hea.problems import HeaError
from hea.reference.register import STANDARD, register_fields
from hea.report import method, register
from hea.texts import LANGUAGES, Lang, catalogue
from tests.processes import command

NAME = "Gemeente Venray"


def test_the_table_holds_what_the_standard_asks() -> None:
    fields = register_fields()
    asked = {key for key, field in fields.items() if field.required}
    assert asked == {
        *("name", "description_short", "organization", "status", "contact_email", "publication_category"),
        *("goal", "proportionality", "human_intervention", "risks", "lang"),
    }
    lengths = {"name": 100, "description_short": 400, "goal": 2500, "proportionality": 2500, "risks": 2500}
    assert {key: fields[key].max_length for key in lengths} == lengths
    assert all(field.source and field.year and field.url for field in fields.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [NAME, "Gemeenschappelijke regeling " + "x" * 72])
def test_every_field_is_there_and_no_longer_than_it_may_be(lang: Lang, name: str) -> None:
    entry = register.entry(name, lang)
    assert set(entry) == set(register_fields())
    for key, field in register_fields().items():
        values = entry[key] if isinstance(entry[key], list) else [entry[key]]
        assert values, key
        for value in values:
            assert value.strip() or not field.required, key
            assert field.max_length is None or len(value) <= field.max_length, key
            opened = value.startswith("[")
            assert opened or not field.permitted or value in field.permitted, key


def test_what_only_the_organisation_knows_is_left_open_and_told() -> None:
    entry = register.entry(NAME, "nl")
    left = {key for key, value in entry.items() if isinstance(value, str) and "[" in value}
    assert {"status", "contact_email", "begin_date", "lawful_basis", "provider"} <= left
    told = register.as_text(NAME, "nl")
    for key in left:
        assert register_fields()[key].name_nl in told.rpartition("Nog in te vullen")[2]
    assert entry["organization"] == NAME
    assert (entry["lang"], entry["standard_version"]) == ("nld", STANDARD)


def test_the_figures_in_it_are_those_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = str(register.entry(NAME, "nl"))
    hits = real().all
    assert f"{hits.inside} van de {hits.tested}" in entry
    assert load_parameters().version in entry
    monkeypatch.setattr(
        register, "measured", lambda: Measured(all=Hits(tested=91, inside=13), error=0.1, sectors={})
    )
    assert "13 van de 91" in str(register.entry(NAME, "nl"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_is_typed_in_its_words(lang: Lang) -> None:
    words = {key: text for key, text in catalogue(lang).items() if key.startswith("register.")}
    assert words
    for key, text in words.items():
        bare = re.sub(r"{[^}]*}|P10|P90|B1|EUPL-1.2|2023-01", "", text)
        assert not re.search(r"\d", bare), (key, text)


def test_what_the_standard_asks_in_plain_language_has_short_sentences() -> None:
    """Half of what makes B1: at most 20 words in a sentence, and 12 on average."""
    for key, field in register_fields().items():
        if not field.plain_words:
            continue
        sentences = re.split(r"(?<=[.?!:])\s+", str(register.entry(NAME, "nl")[key]))
        lengths = [len(sentence.split()) for sentence in sentences]
        assert max(lengths) <= 20, (key, sentences[lengths.index(max(lengths))])
        assert sum(lengths) / len(lengths) <= 12, key


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_cannot_be_one_is_refused_in_words(name: str) -> None:
    with pytest.raises(HeaError) as refused:
        register.entry(name, "nl")
    assert "organisatie" in str(refused.value)


def test_the_command_writes_it_as_json_and_as_text(tmp_path: Path) -> None:
    target = tmp_path / "register.json"
    done = command("algoritmeregister", "--organisatie", NAME, "--json", str(target))
    assert done.returncode == 0, done.stderr
    assert json.loads(target.read_text(encoding="utf-8")) == register.entry(NAME, "nl")
    told = command("algoritmeregister", "--organisatie", NAME)
    assert told.stdout.strip() == register.as_text(NAME, "nl").strip()
    english = command("algoritmeregister", "--organisatie", NAME, "--lang", "en", "--json", "-")
    assert json.loads(english.stdout) == register.entry(NAME, "nl")  # the register takes Dutch alone
    again = command("algoritmeregister", "--organisatie", NAME, "--json", str(target))
    assert again.returncode == 2
    missing = command("algoritmeregister")
    assert missing.returncode == 2
    assert "--organisatie" in missing.stderr


def test_the_page_on_responsible_use_tells_what_is_asked_and_links_nothing_that_the_app_lacks() -> None:
    told = method.guide()
    for subject in ("IAMA", "DPIA", "BIO2", "Werkinstructie", "Wanneer niet", "Afwijken", "evalueren"):
        assert subject in told
    assert ".md)" not in told
    links = re.findall(r"\]\(([^)#]+\.md)", method.PAGE.with_name(method.GUIDE).read_text(encoding="utf-8"))
    assert links
    assert all((method.PAGE.parent / link).exists() for link in links)
    readme = method.PAGE.parents[1] / "README.md"
    assert f"docs/{method.GUIDE}" in readme.read_text(encoding="utf-8")
