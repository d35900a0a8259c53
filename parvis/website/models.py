"""Free pages: words that belong to no fact, written below the network or the centre they are of.

Wagtail keeps them, with their drafts and their history. Whatever has a life of its own (a session,
a member, a report) is a row of another room and never a page; a page may point at a fact.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtail.models import Collection, Page, PagePermissionTester

from parvis.accounts.roles import Thing, Within
from parvis.centres.models import Centre
from parvis.network.models import Network
from parvis.network.queries import all_networks

MARKS = ["bold", "italic", "link", "ol", "ul"]
"""What a paragraph may hold; whatever else is pasted into it is left out, its words kept."""


class Picture(AbstractImage):
    """A picture of the editors, with whoever it is owed to."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class Rendition(AbstractRendition):
    """A picture drawn again at one size; the file that was sent is never given out."""

    image = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="renditions", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("size of a picture")
        verbose_name_plural = _("sizes of pictures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="website_rendition_once"
            )
        ]

    @property
    def url(self) -> str:
        """Its signed address: nobody can ask for sizes that no page shows."""
        # Read once our model of pictures is known to Wagtail.
        from wagtail.images.views.serve import generate_image_url  # noqa: PLC0415

        return str(generate_image_url(self.image, self.filter_spec))


class PictureBlock(StructBlock):
    """A picture with the words for whoever does not see it, and a caption for everybody."""

    picture = ImageBlock(label=_("picture"))
    caption = CharBlock(required=False, max_length=250, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("picture")
        template = "website/blocks/picture.html"


class QuoteBlock(StructBlock):
    """Somebody's words, and whose they are."""

    words = TextBlock(label=_("words"))
    whose = CharBlock(required=False, max_length=150, label=_("whose words"))

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "website/blocks/quote.html"


class WayBlock(StructBlock):
    """A link that stands alone, as large as a finger."""

    label = CharBlock(max_length=80, label=_("what one does there"))
    address = URLBlock(label=_("address"))

    class Meta:
        icon = "link"
        label = _("link to follow")
        template = "website/blocks/way.html"


class _OfAHome(PagePermissionTester):
    """What stands above the pages of a place is neither renamed, moved, closed nor removed."""

    def can_edit(self) -> bool:
        return False

    def can_delete(self, *_args: object, **_more: object) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_lock(self) -> bool:
        return False


class Home(Page):
    """What stands above the pages of one place in one language; it is not read itself.

    A place is a network or a centre. Its pictures lie in a collection of their own.
    """

    network = models.ForeignKey(
        Network,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("network"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("centre"),
    )
    collection = models.ForeignKey(
        Collection,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("collection of pictures"),
    )

    within = Within(Thing.PAGE, centre="centre", simulated="")
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["website.FreePage"]
    is_creatable = False

    class Meta:
        verbose_name = _("place with pages")
        verbose_name_plural = _("places with pages")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(network__isnull=True) ^ Q(centre__isnull=True),
                name="website_home_of_one_place",
            )
        ]

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Pages are added below it; it stays as it is."""
        return _OfAHome(user, self)

    @property
    def place(self) -> Network | Centre:
        """The network or the centre."""
        # One of both, says the database.
        return cast("Network | Centre", self.network if self.centre is None else self.centre)

    @cached_property
    def networks(self) -> list[Network]:
        """Every network of the installation, the home network first."""
        return all_networks()

    @cached_property
    def network_shown(self) -> Network | None:
        """The network whose pages these are: a centre's is the one it is a member of."""
        if self.centre is None:
            return self.network
        return (
            Network.objects.filter(simulated=self.centre.simulated, memberships__centre=self.centre)
            .order_by("pk")
            .first()
        )


class FreePage(Page):
    """A page written by an editor: closed parts only, no HTML, no code."""

    lead = models.TextField(_("in one sentence"), max_length=300, blank=True)
    body = StreamField(
        [
            (
                "title",
                CharBlock(
                    max_length=120,
                    icon="title",
                    label=_("title of a part"),
                    template="website/blocks/title.html",
                ),
            ),
            (
                "text",
                RichTextBlock(features=MARKS, label=_("text"), template="website/blocks/text.html"),
            ),
            ("picture", PictureBlock()),
            ("quote", QuoteBlock()),
            ("way", WayBlock()),
        ],
        blank=True,
        verbose_name=_("text of the page"),
    )

    parent_page_types: ClassVar = ["website.Home", "website.FreePage"]
    subpage_types: ClassVar = ["website.FreePage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels: ClassVar = [FieldPanel("slug")]
    template = "website/page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @cached_property
    def home(self) -> Home:
        """What it is written below."""
        return Home.objects.ancestor_of(self).select_related("network", "centre").get()

    @property
    def way(self) -> str:
        """Its slugs below the home: «come/by-train»."""
        return str(self.url_path).strip("/").partition("/")[2]

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str]:
        """Where it is read: Wagtail asks, for its links and its preview."""
        home, networks = self.home, self.home.networks
        network, kwargs = home.network_shown, {"way": self.way}
        if network is not None and networks and network != networks[0]:
            kwargs["network"] = network.code
        if home.centre is not None:
            kwargs["centre"] = home.centre.code
        name = "website:page" if home.centre is None else "website:page-of-centre"
        with translation.override(self.locale.language_code):
            return (0, "", reverse(name, kwargs=kwargs))

    def get_context(self, request: Any, *args: object, **kwargs: object) -> dict[str, Any]:
        """What the skeleton asks, and what leads on from here."""
        below = self.get_children().live().public().specific()
        return {
            **super().get_context(request, *args, **kwargs),
            "network": self.home.network_shown,
            "networks": self.home.networks,
            "home": self.home,
            "above": FreePage.objects.ancestor_of(self).live(),
            "below": below,
        }

    def serve(self, request: Any, *args: object, **kwargs: object) -> Any:
        """The page, drawn in its own language."""
        with translation.override(self.locale.language_code):
            return super().serve(request, *args, **kwargs).render()
