import pytest

from parvis.accounts.enums import NetworkRole
from parvis.accounts.models import NetworkPost, User
from parvis.centres.enums import CentreRole
from parvis.centres.models import Post as CentrePost
from parvis.demo import actions
from parvis.partners.enums import PartnerRole
from parvis.partners.models import Post as PartnerPost

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_networks")]


@pytest.fixture(autouse=True)
def _a_folder_of_our_own(settings, tmp_path):
    settings.VAR = tmp_path


def test_there_is_somebody_for_every_role_and_only_in_the_example_network():
    sign_ins = actions.prepare_demo(programme=False)

    assert len({sign_in.email for sign_in in sign_ins}) == len(sign_ins) == User.objects.count()
    assert all(sign_in.email.endswith("@example.org") for sign_in in sign_ins)
    assert NetworkPost.objects.count() == len(NetworkRole)
    assert CentrePost.objects.filter(centre__simulated=True).count() == len(CentreRole)
    assert PartnerPost.objects.filter(partner__simulated=True).count() == len(PartnerRole)
    assert not CentrePost.objects.filter(centre__simulated=False).exists()


def test_preparing_again_changes_nothing_and_keeps_the_password(tmp_path):
    first, again = (actions.prepare_demo(programme=False) for _again in range(2))

    assert first == again
    file = tmp_path / "demonstration-password"
    assert file.stat().st_mode & 0o077 == 0
    assert User.objects.get(email=first[0].email).check_password(first[0].password)
