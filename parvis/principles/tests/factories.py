import factory
from django.utils import timezone

from parvis.principles.models import LabelAlert


class LabelAlertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LabelAlert

    principle = "R04"
    centre = "liege"
    what = "centres_pole"
    row = factory.Sequence(str)
    raised = factory.LazyFunction(timezone.now)
