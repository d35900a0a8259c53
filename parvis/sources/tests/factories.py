import factory

from parvis.sources.models import Source


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    collection = "somewhere"
    code = factory.Sequence("source-{}".format)
    title = "Report"
    kind = "report"
    language = "en"
