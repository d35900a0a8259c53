import pytest

from parvis.kernel.secrets import Unreadable, seal, unseal


def test_what_is_sealed_is_read_again_and_does_not_lie_open():
    sealed = seal("secret été")

    assert "secret" not in sealed
    assert unseal(sealed) == "secret été"
    assert seal("secret été") != sealed


def test_another_key_does_not_open_it(settings):
    sealed = seal("secret")
    settings.PARVIS_SEALING_KEY = "another"

    with pytest.raises(Unreadable):
        unseal(sealed)
