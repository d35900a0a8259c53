import pytest

from parvis.accounts.actors import command
from parvis.annualreport import actions
from parvis.annualreport.errors import NothingToTranslate
from parvis.annualreport.models import fingerprint
from parvis.annualreport.tests.factories import TextFactory
from parvis.kernel.keeping import CannotKeep, Change
from parvis.network.tests.factories import NetworkFactory
from parvis.sources.tests.factories import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def write():
    cited = {"sources": [SourceFactory()], "by": command("test")}
    network = NetworkFactory()

    def written(language, body, **said):
        return actions.record_text(
            network=network,
            year=2024,
            slot="summary",
            language=language,
            body=body,
            signed="Parvis",
            **cited,
            **said,
        )

    return written


def test_record_text_creates_then_changes_only_what_differs(write):
    kept = [write("fr", "Un."), write("fr", "Un."), write("fr", "Deux.")]

    assert [one.change for one in kept] == [Change.CREATED, Change.UNCHANGED, Change.CHANGED]
    assert kept[2].columns == ("body",)


def test_a_translation_remembers_what_it_was_made_from(write):
    write("fr", "Un.")

    kept = write("en", "One.", written_from="fr")

    assert kept.row.source_fingerprint == fingerprint("Un.")


def test_a_translation_turns_stale_when_its_original_changes_alone(write):
    write("fr", "Un.")
    write("en", "One.", written_from="fr")
    write("fr", "Un, corrigé.")

    kept = write("en", "One.", written_from="fr")

    assert kept.change is Change.UNCHANGED
    assert kept.row.source_fingerprint == fingerprint("Un.")


def test_a_translation_that_is_written_again_is_no_longer_stale(write):
    write("fr", "Un.")
    write("en", "One.", written_from="fr")
    write("fr", "Un, corrigé.")

    kept = write("en", "One, corrected.", written_from="fr")

    assert kept.row.source_fingerprint == fingerprint("Un, corrigé.")


def test_a_heading_that_changes_does_not_freshen_a_translation(write):
    write("fr", "Un.")
    write("en", "One.", written_from="fr")
    write("fr", "Un, corrigé.")

    kept = write("en", "One.", written_from="fr", heading="The year")

    assert kept.columns == ("heading",)


def test_record_text_refuses_a_translation_of_nothing(write):
    with pytest.raises(NothingToTranslate):
        write("en", "One.", written_from="fr")


def test_a_quotation_is_never_the_original_of_a_text(write):
    write("fr", "« Un. »", is_quotation=True)

    with pytest.raises(NothingToTranslate):
        write("en", "One.", written_from="fr")


def test_record_text_refuses_a_heading_too_long_to_print(write):
    with pytest.raises(CannotKeep):
        write("fr", "Un.", heading="x" * 201)


def test_record_text_leaves_other_years_alone(write):
    other = TextFactory(year=2025)

    write("fr", "Un.")

    other.refresh_from_db()
    assert other.body == "Une année bien remplie."
