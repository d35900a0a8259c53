"""What visitors read and hear at the kiosk, on the wall and on their phone: one closed list.

Not in the catalogue of the interface: the same words are shown and spoken (deploy/make_voices.py
says them aloud), and in languages the interface does not speak yet. Arabic was written by this
project and not yet read again by a speaker (docs/later.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from parvis.centres.enums import Need
from parvis.visits.enums import Picture


@dataclass(frozen=True)
class Tongue:
    """A language of the screens: its code, its own name, which way it runs."""

    code: str
    name: str
    direction: str = "ltr"


TONGUES = (Tongue("fr", "Français"), Tongue("en", "English"), Tongue("ar", "العربية", "rtl"))
CODES = tuple(tongue.code for tongue in TONGUES)

# code → French, English, Arabic
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "welcome": ("Bienvenue", "Welcome", "أهلا بكم"),
    "why": (
        "Pourquoi venez-vous\u202f?",
        "What brings you here?",
        "ما سبب زيارتكم؟",
    ),
    "free": (
        "Gratuit, sans rendez-vous, sans donner votre nom.",
        "Free, without appointment, without your name.",
        "مجانًا، بدون موعد، وبدون ذكر اسمكم.",
    ),
    "touch": ("Touchez votre réponse.", "Touch your answer.", "المسوا جوابكم."),
    "someone": ("Appeler quelqu’un", "Call somebody", "نداء شخص"),
    "someone-comes": (
        "Quelqu’un vient vers vous.",
        "Somebody is coming to you.",
        "شخص ما قادم إليكم.",
    ),
    "someone-help": (
        "Vous ne savez pas\u202f? Demandez à une personne de l’accueil.",
        "Not sure? Ask somebody at the desk.",
        "لستم متأكدين؟ اسألوا شخصًا في الاستقبال.",
    ),
    "listen": ("Écouter", "Listen", "استماع"),
    "larger": ("Plus grand", "Larger", "أكبر"),
    "smaller": ("Taille normale", "Normal size", "الحجم العادي"),
    "contrast": ("Plus de contraste", "More contrast", "تباين أقوى"),
    "plain": ("Couleurs", "Colours", "ألوان"),
    "back": ("Retour", "Back", "رجوع"),
    "ticket": ("Prendre mon ticket", "Take my ticket", "آخذ تذكرتي"),
    "needs": (
        "Ou avec une aide pratique\u00a0:",
        "Or with practical help:",
        "أو مع مساعدة عملية:",
    ),
    "seat": ("Une place assise", "A seat", "مقعد"),
    "step_free": ("Sans marche", "No steps", "بدون درج"),
    "hearing_loop": ("Boucle auditive", "Hearing loop", "حلقة سمعية"),
    "sign_language": ("Langue des signes", "Sign language", "لغة الإشارة"),
    "easy_words": ("Des mots simples", "Easy words", "كلمات سهلة"),
    "quiet": ("Un endroit calme", "A quiet place", "مكان هادئ"),
    "with_children": ("Avec des enfants", "With children", "مع أطفال"),
    "your-number": ("Votre numéro", "Your number", "رقمكم"),
    "called-soon": (
        "Asseyez-vous\u00a0: ce numéro sera appelé.",
        "Take a seat: this number will be called.",
        "تفضلوا بالجلوس: سيُنادى هذا الرقم.",
    ),
    "follow": (
        "Suivez la file sur votre téléphone.",
        "Follow the queue on your phone.",
        "تابعوا الدور على هاتفكم.",
    ),
    "step-out": ("Sortez prendre l’air.", "Go out for some air.", "اخرجوا لاستنشاق الهواء."),
    "no-name": (
        "Aucun nom, aucun compte. La page disparaît à minuit.",
        "No name, no account. The page is gone at midnight.",
        "بدون اسم وبدون حساب. تختفي الصفحة عند منتصف الليل.",
    ),
    "print": ("Imprimer", "Print", "طباعة"),
    "done": ("Terminé", "Done", "تم"),
    "more-time": ("J’ai besoin de temps", "I need more time", "أحتاج إلى مزيد من الوقت"),
    "starting-over": (
        "L’écran revient au début dans",
        "The screen starts over in",
        "تعود الشاشة إلى البداية خلال",
    ),
    "your-turn": ("C’est à vous", "Your turn", "دوركم"),
    "desk": ("Guichet", "Desk", "شباك"),
    "already": ("Déjà appelés", "Already called", "تمت مناداتهم"),
    "nobody-called": (
        "Personne n’est appelé pour l’instant.",
        "Nobody is being called just now.",
        "لا أحد يُنادى الآن.",
    ),
    "waiting": ("Attente", "Waiting time", "وقت الانتظار"),
    "about": (
        "Attente\u00a0: environ {} min",
        "Waiting time: about {} min",
        "وقت الانتظار: حوالي {} دقيقة",
    ),
    "over": (
        "Attente\u00a0: plus de {} min",
        "Waiting time: more than {} min",
        "وقت الانتظار: أكثر من {} دقيقة",
    ),
    "about-short": ("environ {} min", "about {} min", "حوالي {} دقيقة"),
    "over-short": ("plus de {} min", "more than {} min", "أكثر من {} دقيقة"),
    "in-line": ("dans la file", "in the queue", "في الانتظار"),
    "no-wait": ("Sans attente", "No waiting", "بدون انتظار"),
    "unknown-wait": ("Attente inconnue", "Waiting time not known", "وقت الانتظار غير معروف"),
    "before-none": ("Vous êtes le prochain numéro.", "You are next.", "أنتم التاليون."),
    "before-one": (
        "1 personne avant vous.",
        "1 person before you.",
        "شخص واحد قبلكم.",
    ),
    "before-many": (
        "{} personnes avant vous.",
        "{} people before you.",
        "عدد الأشخاص قبلكم: {}",
    ),
    "go-to": ("Présentez-vous au guichet", "Please go to desk", "توجهوا إلى الشباك"),
    "in-service": (
        "Vous êtes reçu en ce moment.",
        "You are being received.",
        "أنتم في مقابلة الآن.",
    ),
    "aside": (
        "Votre place est gardée. Dites à l’accueil que vous êtes là.",
        "Your place is kept. Tell the desk that you are here.",
        "مكانكم محفوظ. أخبروا الاستقبال أنكم هنا.",
    ),
    "served": (
        "Ce ticket a servi. Bonne route\u202f!",
        "This ticket was used. All the best!",
        "تم استعمال هذه التذكرة. بالتوفيق!",
    ),
    "gone": (
        "Ce ticket n’existe plus. Un ticket vaut jusqu’à minuit.",
        "This ticket is no more. A ticket lasts until midnight.",
        "هذه التذكرة لم تعد موجودة. التذكرة صالحة حتى منتصف الليل.",
    ),
    "whole-queue": (
        "Toute la file sur votre téléphone",
        "The whole queue on your phone",
        "الدور كله على هاتفكم",
    ),
    "now-called": ("Appelés maintenant", "Called now", "تتم مناداتهم الآن"),
    "nobody-waits": ("Personne n’attend.", "Nobody is waiting.", "لا أحد ينتظر."),
    "closed": ("Fermé", "Closed", "مغلق"),
    "opens": ("Ouvre", "Opens", "يفتح"),
    "day-over": (
        "La journée est terminée\u00a0: plus de ticket aujourd’hui.",
        "The day is over: no more tickets today.",
        "انتهى اليوم: لا تذاكر أخرى اليوم.",
    ),
    "no-poles": (
        "Adressez-vous à l’accueil.",
        "Please ask at the desk.",
        "يرجى التوجه إلى الاستقبال.",
    ),
    "went-wrong": (
        "Le ticket n’a pas pu être pris. Essayez encore ou demandez à l’accueil.",
        "The ticket could not be taken. Try again, or ask at the desk.",
        "تعذر أخذ التذكرة. حاولوا مرة أخرى أو اسألوا الاستقبال.",
    ),
    "not-live": ("Pas en direct", "Not live", "غير مباشر"),
    "live": ("en direct", "live", "مباشر"),
    "asking": ("toutes les 5 secondes", "every 5 seconds", "كل 5 ثوان"),
    "last-known": ("dernier état à", "last known at", "آخر حالة"),
    "still": ("rechargez la page", "reload the page", "أعيدوا تحميل الصفحة"),
    "sound": ("Activer le son", "Switch the sound on", "تشغيل الصوت"),
    "phone": ("Téléphone", "Phone", "الهاتف"),
    "next": ("À venir", "Coming up", "القادم"),
    "now": ("en ce moment", "now", "الآن"),
    "today": ("aujourd’hui", "today", "اليوم"),
    "tomorrow": ("demain", "tomorrow", "غدًا"),
    "programme": ("Au programme", "What is on", "البرنامج"),
    "no-sessions": (
        "Rien n’est prévu ici pour l’instant.",
        "Nothing is planned here for now.",
        "لا شيء مبرمج هنا حاليًا.",
    ),
    "come-in": ("entrée libre", "come in", "الدخول حر"),
    "places-left": ("encore des places", "places left", "توجد أماكن"),
    "n-places": ("encore {} places", "{} places left", "الأماكن المتبقية: {}"),
    "last-places": ("dernières places", "last places", "آخر الأماكن"),
    "full": ("complet", "full", "مكتمل"),
    "cancelled": ("annulé", "cancelled", "ملغى"),
    "languages": ("Langues", "Languages", "اللغات"),
    "scan": (
        "Dites-le sur votre téléphone\u00a0: trois visages, une question.",
        "Say it on your phone: three faces, one question.",
        "قولوا رأيكم على هاتفكم: ثلاثة وجوه وسؤال واحد.",
    ),
    "thoughts": ("Qu’en avez-vous pensé\u202f?", "What did you think?", "ما رأيكم؟"),
    "which": ("De quoi parlez-vous\u202f?", "What are you speaking of?", "عمَّ تتحدثون؟"),
    "face-3": ("Content", "Happy", "راضٍ"),
    "face-2": ("Moyen", "So-so", "متوسط"),
    "face-1": ("Pas content", "Not happy", "غير راضٍ"),
    "question-useful": (
        "Cela vous a-t-il été utile\u202f?",
        "Was it of use to you?",
        "هل كان ذلك مفيدًا لكم؟",
    ),
    "question-understood": (
        "Était-ce facile à suivre\u202f?",
        "Was it easy to follow?",
        "هل كان من السهل المتابعة؟",
    ),
    "question-next-step": (
        "Savez-vous quoi faire ensuite\u202f?",
        "Do you know what to do next?",
        "هل تعرفون ما هي خطوتكم التالية؟",
    ),
    "question-again": (
        "Diriez-vous à quelqu’un d’autre de venir\u202f?",
        "Would you tell somebody else to come?",
        "هل تنصحون شخصًا آخر بالحضور؟",
    ),
    "answer-yes": ("Oui", "Yes", "نعم"),
    "answer-partly": ("En partie", "Partly", "جزئيًا"),
    "answer-no": ("Non", "No", "لا"),
    "skip": ("Sans réponse", "No answer", "بدون جواب"),
    "nothing-kept": (
        "Sans nom, sans compte. Rien ne dit qui a répondu.",
        "No name, no account. Nothing says who answered.",
        "بدون اسم وبدون حساب. لا شيء يدل على من أجاب.",
    ),
    "thanks": ("Merci\u202f!", "Thank you!", "شكرًا!"),
    "thoughts-room": (
        "Ce que la salle en a pensé",
        "What the room thought",
        "رأي القاعة",
    ),
    "thoughts-n": ("{} réponses", "{} answers", "عدد الإجابات: {}"),
    "thoughts-hidden": (
        "Le résultat se montre à partir de {} réponses\u00a0: personne n’y est reconnu.",
        "The result is shown from {} answers on: nobody can be known in it.",
        "تظهر النتيجة ابتداءً من {} إجابة: لا يمكن التعرف على أحد.",
    ),
    "thoughts-early": (
        "Revenez quand cela aura commencé.",
        "Come back once it has begun.",
        "عودوا بعد أن يبدأ.",
    ),
    "thoughts-closed": (
        "Cela n’a pas pu être gardé\u00a0: on répond pendant deux semaines.",
        "This could not be kept: one answers for two weeks.",
        "تعذر حفظ ذلك: يمكن الإجابة خلال أسبوعين.",
    ),
    "link-unknown": (
        "Ce lien ne mène à rien\u00a0: scannez de nouveau le carré.",
        "This link leads nowhere: scan the square again.",
        "هذا الرابط لا يؤدي إلى شيء: امسحوا المربع مرة أخرى.",
    ),
    "certificate": ("Attestation de participation", "Certificate of attendance", "شهادة حضور"),
    "certifies": ("Il est attesté que", "It is certified that", "نشهد بأن"),
    "took-part": ("a participé à", "took part in", "قد شارك في"),
    "when": ("Quand", "When", "متى"),
    "where": ("Où", "Where", "أين"),
    "with": ("Avec", "With", "مع"),
    "made-on": ("Fait le", "Made on", "حُرر في"),
    "stamp": ("Signature et cachet", "Signature and stamp", "التوقيع والختم"),
    "your-name": (
        "Votre nom, pour l’imprimer",
        "Your name, to print it",
        "اسمكم، لطباعته",
    ),
    "name-stays": (
        "Votre nom reste sur cette page\u00a0: envoyé à personne, effacé quand vous la quittez.",
        "Your name stays in this page: it is sent to nobody and is gone when you leave.",
        "يبقى اسمكم في هذه الصفحة: لا يُرسل إلى أحد ويختفي عند مغادرتها.",
    ),
    "next-person": ("Effacer, personne suivante", "Clear, next person", "مسح، الشخص التالي"),
    "by-hand": (
        "Imprimez cette page et écrivez votre nom à la main sur la ligne.",
        "Print this page and write your name on the line by hand.",
        "اطبعوا هذه الصفحة واكتبوا اسمكم بخط اليد على السطر.",
    ),
    "certificate-not-yet": (
        "L’attestation s’obtient ici dès que l’accueil a noté votre arrivée.",
        "The certificate is here once the door has ticked your sign.",
        "تُعطى الشهادة هنا بعد تسجيل وصولكم عند الباب.",
    ),
    "certificate-gone": (
        (
            "Ce lien n’existe plus\u00a0: il vaut jusqu’à la clôture de la séance. "
            "Demandez à l’accueil."
        ),
        "This link is no more: it lasts until the session is closed. Ask at the desk.",
        "هذا الرابط لم يعد موجودًا: يصلح حتى إغلاق الجلسة. اسألوا الاستقبال.",
    ),
    Need.ORIENTATION: ("Choisir une orientation", "Choose a direction", "اختيار توجه"),
    Need.TRAINING: ("Trouver une formation", "Find a training", "إيجاد تكوين"),
    Need.EMPLOYMENT: ("Trouver un emploi", "Find a job", "إيجاد عمل"),
    Need.CHANGE: (
        "Changer de vie professionnelle",
        "Change one’s working life",
        "تغيير الحياة المهنية",
    ),
    Need.CREATION: ("Créer son activité", "Create one’s activity", "إنشاء نشاط خاص"),
    Need.MOBILITY: ("Partir, bouger", "Move", "التنقل"),
    Need.DIGITAL: ("Aide numérique", "Digital help", "مساعدة رقمية"),
}

_PICTURES: dict[str, tuple[str, str, str]] = {
    Picture.SUN: ("soleil", "sun", "شمس"),
    Picture.MOON: ("lune", "moon", "قمر"),
    Picture.TREE: ("arbre", "tree", "شجرة"),
    Picture.FLOWER: ("fleur", "flower", "زهرة"),
    Picture.LEAF: ("feuille", "leaf", "ورقة شجر"),
    Picture.APPLE: ("pomme", "apple", "تفاحة"),
    Picture.BANANA: ("banane", "banana", "موزة"),
    Picture.CHERRY: ("cerise", "cherry", "كرزة"),
    Picture.FISH: ("poisson", "fish", "سمكة"),
    Picture.BIRD: ("oiseau", "bird", "عصفور"),
    Picture.CAT: ("chat", "cat", "قطة"),
    Picture.TURTLE: ("tortue", "turtle", "سلحفاة"),
    Picture.SNAIL: ("escargot", "snail", "حلزون"),
    Picture.SQUIRREL: ("écureuil", "squirrel", "سنجاب"),
    Picture.BOAT: ("bateau", "boat", "قارب"),
    Picture.TRAIN: ("train", "train", "قطار"),
    Picture.BICYCLE: ("vélo", "bicycle", "دراجة"),
    Picture.BALLOON: ("ballon", "balloon", "بالون"),
    Picture.HOUSE: ("maison", "house", "منزل"),
    Picture.BRIDGE: ("pont", "bridge", "جسر"),
    Picture.KEY: ("clé", "key", "مفتاح"),
    Picture.CLOCK: ("horloge", "clock", "ساعة"),
    Picture.LAMP: ("lampe", "lamp", "مصباح"),
    Picture.UMBRELLA: ("parapluie", "umbrella", "مظلة"),
    Picture.CROWN: ("couronne", "crown", "تاج"),
    Picture.CUP: ("tasse", "cup", "فنجان"),
    Picture.BELL: ("cloche", "bell", "جرس"),
    Picture.DRUM: ("tambour", "drum", "طبل"),
    Picture.STAR: ("étoile", "star", "نجمة"),
    Picture.MOUNTAIN: ("montagne", "mountain", "جبل"),
}
"""The word of each picture that a ticket may bear, in the same three languages."""

DRAWN: dict[str, str] = {
    Picture.SUN: "sun",
    Picture.MOON: "moon",
    Picture.TREE: "tree-deciduous",
    Picture.FLOWER: "flower-2",
    Picture.LEAF: "leaf",
    Picture.APPLE: "apple",
    Picture.BANANA: "banana",
    Picture.CHERRY: "cherry",
    Picture.FISH: "fish",
    Picture.BIRD: "bird",
    Picture.CAT: "cat",
    Picture.TURTLE: "turtle",
    Picture.SNAIL: "snail",
    Picture.SQUIRREL: "squirrel",
    Picture.BOAT: "sailboat",
    Picture.TRAIN: "train-front",
    Picture.BICYCLE: "bike",
    Picture.BALLOON: "balloon",
    Picture.HOUSE: "house",
    Picture.BRIDGE: "bridge",
    Picture.KEY: "key",
    Picture.CLOCK: "clock",
    Picture.LAMP: "lamp",
    Picture.UMBRELLA: "umbrella",
    Picture.CROWN: "crown",
    Picture.CUP: "coffee",
    Picture.BELL: "bell",
    Picture.DRUM: "drum",
    Picture.STAR: "star",
    Picture.MOUNTAIN: "mountain",
}
"""The drawing of each picture, among those of `ui/icons`."""

SPOKEN_AT_KIOSK = (
    "welcome",
    "why",
    "touch",
    "someone-help",
    "your-number",
    "called-soon",
    "someone-comes",
)
"""Sentences that have a voice, besides letters, figures, «desk» and the needs."""

LETTERS_IN_ARABIC = {
    "A": "إيه", "B": "بي", "C": "سي", "D": "دي", "E": "إي", "F": "إف", "G": "جي", "H": "إتش",
    "J": "جيه", "K": "كيه", "L": "إل", "M": "إم", "N": "إن", "P": "بِي", "R": "آر", "S": "إس",
    "T": "تي", "U": "يو", "V": "في", "W": "دبليو", "X": "إكس", "Y": "واي", "Z": "زِد",
}  # fmt: skip
"""How a voice that reads Arabic says the letters of a call sign."""


def said(code: str, language: str) -> str:
    """A sentence in a language of the screens. Raises KeyError for one that is not in the list."""
    return _SENTENCES[code][CODES.index(language)]


def named(picture: str, language: str) -> str:
    """The word of a picture, in a language of the screens. Raises KeyError for no picture."""
    return _PICTURES[picture][CODES.index(language)]


def all_in(language: str) -> dict[str, str]:
    """Every sentence in one language, for templates: «{{ said.welcome }}»."""
    at = CODES.index(language)
    return {code.replace("-", "_"): lines[at] for code, lines in _SENTENCES.items()}


def tongue(code: str) -> Tongue:
    """The language of this code; French for one the screens do not speak."""
    return next((one for one in TONGUES if one.code == code), TONGUES[0])


def voiced(language: str) -> dict[str, str]:
    """Everything a voice says in a language, by the name of its file."""
    letters = {letter: letter for letter in LETTERS_IN_ARABIC}
    if language == "ar":
        letters = LETTERS_IN_ARABIC
    spoken = {f"letter-{letter.lower()}": text for letter, text in letters.items()}
    spoken |= {f"sign-{n:02}": f"{n // 10} {n % 10}" if n < 10 else str(n) for n in range(100)}
    spoken |= {f"desk-{n}": f"{said('desk', language)} {n}" for n in range(1, 31)}
    spoken |= {f"need-{need}": said(need, language) for need in Need.values}
    spoken |= {f"picture-{one}": named(one, language) for one in Picture.values}
    return spoken | {code: said(code, language) for code in SPOKEN_AT_KIOSK}
