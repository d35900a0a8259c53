"""What the guides of the office tell to do, step by step: the words `write_guides.py` lays out."""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY = ("*",)


@dataclass(frozen=True)
class Task:
    """One thing to do: for which roles, in which words, with which picture of the journeys."""

    roles: tuple[str, ...]
    title: dict[str, str]
    steps: dict[str, tuple[str, ...]]
    picture: str = ""


TASKS = (
    Task(
        EVERYBODY,
        {"fr": "La première fois", "en": "The first time"},
        {
            "fr": (
                (
                    "Ouvrez le lien de votre invitation et choisissez un mot de passe d’au moins douze "
                    "caractères. Le lien ne sert qu’une fois."
                ),
                (
                    "Si votre rôle dépasse une seule Cité, ajoutez un second facteur : une application "
                    "qui montre des codes, ou une clé d’accès. Gardez les dix codes de secours."
                ),
                (
                    "Lisez la Charte et acceptez-la. « Plus tard » vous laisse entrer ; elle revient à "
                    "la prochaine connexion."
                ),
            ),
            "en": (
                (
                    "Open the link of your invitation and choose a password of at least twelve "
                    "characters. The link works once."
                ),
                (
                    "If your role reaches beyond one centre, add a second factor: an application that "
                    "shows codes, or a passkey. Keep the ten recovery codes."
                ),
                (
                    "Read the Charter and accept it. “Later” lets you in; it comes back at the next "
                    "sign-in."
                ),
            ),
        },
    ),
    Task(
        EVERYBODY,
        {"fr": "Chaque jour", "en": "Every day"},
        {
            "fr": (
                (
                    "L’accueil du bureau dit d’abord ce qui vous attend ; « Rien ne vous attend » veut "
                    "dire rien."
                ),
                (
                    "La touche ? montre les touches de l’écran. La langue du bureau se choisit dans "
                    "Mon compte."
                ),
                (
                    "Ce qui vient d’être fait se défait par « Annuler ». Plus tard, « Historique » dit "
                    "qui a changé quoi, et remet comme c’était."
                ),
            ),
            "en": (
                (
                    "The office’s home says first what needs you; “Nothing waits for you” means "
                    "nothing does."
                ),
                (
                    "The key ? shows the keys of the screen. The language of the office is chosen "
                    "under My account."
                ),
                (
                    "What was just done is undone with “Undo”. Later, “History” says who changed what, "
                    "and puts it back."
                ),
            ),
        },
    ),
    Task(
        ("centre:manager",),
        {"fr": "Fermer pour une semaine de fêtes", "en": "Close for a holiday week"},
        {
            "fr": (
                (
                    "Dans Fermetures, « Ajouter une fermeture » (touche N) : le site, les deux dates, "
                    "la raison telle que le public la lira."
                ),
                (
                    "Si cela heurte un jour férié, un jour particulier ou une autre fermeture, une "
                    "phrase le dit avant d’enregistrer : « Enregistrer quand même » ou « Revoir »."
                ),
                (
                    "Les trente prochains jours, tels qu’on les lira, sont sur la page Horaires de la "
                    "semaine du site."
                ),
            ),
            "en": (
                (
                    "Under Closures, “Add a closure” (key N): the site, the two dates, the reason as "
                    "the public will read it."
                ),
                (
                    "If it meets a public holiday, a special day or another closure, a sentence says so "
                    "before it is recorded: “Record it all the same” or “Look again”."
                ),
                (
                    "The next thirty days, as they will be read, are on the page Hours of the week of "
                    "the site."
                ),
            ),
        },
        "closure-clash",
    ),
    Task(
        ("centre:manager",),
        {"fr": "Changer les horaires", "en": "Change the hours"},
        {
            "fr": (
                "Dans Sites, ouvrez le site, puis « Horaires de la semaine ».",
                (
                    "Écrivez chaque jour sur une ligne : 9-12:30, 13:30-17. Une ligne vide est un jour "
                    "fermé."
                ),
                "Dites à partir de quel jour : avant, rien ne change.",
            ),
            "en": (
                "Under Sites, open the site, then “Hours of the week”.",
                "Write each day on one line: 9-12:30, 13:30-17. An empty line is a day closed.",
                "Say from which day on: before it, nothing changes.",
            ),
        },
        "week",
    ),
    Task(
        ("centre:manager", "network:coordinator"),
        {"fr": "Remettre une erreur comme c’était", "en": "Put a mistake back"},
        {
            "fr": (
                "Ouvrez la ligne, puis « Historique » : chaque changement, le dernier d’abord.",
                (
                    "« Remettre comme c’était » rend la valeur d’avant, sauf si quelqu’un l’a changée "
                    "depuis : une phrase le dit alors, et rien n’est perdu."
                ),
            ),
            "en": (
                "Open the row, then “History”: every change, the latest first.",
                (
                    "“Put back as it was before” gives the former value back, unless somebody changed "
                    "it since: a sentence then says so, and nothing is lost."
                ),
            ),
        },
        "history",
    ),
    Task(
        ("centre:manager", "centre:partnerships"),
        {"fr": "Renouveler une convention", "en": "Renew an agreement"},
        {
            "fr": (
                "Dans Conventions, filtrez celles qui prennent fin bientôt et ouvrez-en une.",
                (
                    "« Renouveler » propose la suite : dates, signature, version de la Charte acceptée. "
                    "L’ancienne garde ses dates."
                ),
                (
                    "Les contributions se notent en unités (demi-journées, euros, objets, mètres "
                    "carrés), promises puis apportées."
                ),
            ),
            "en": (
                "Under Agreements, filter those that end soon and open one.",
                (
                    "“Renew” offers what follows: dates, signature, the version of the Charter "
                    "accepted. The former keeps its own dates."
                ),
                (
                    "Contributions are noted in units (half-days, euros, items, square metres), "
                    "promised then given."
                ),
            ),
        },
        "renew",
    ),
    Task(
        ("partner:manager", "centre:manager", "centre:partnerships"),
        {"fr": "Imprimer le bilan d’un partenaire", "en": "Print a partner’s balance sheet"},
        {
            "fr": (
                "Dans Bilans, choisissez le partenaire et l’année.",
                "Chaque unité a son total : des demi-journées ne s’ajoutent jamais à des euros.",
                "Imprimez la page, ou prenez le PDF.",
            ),
            "en": (
                "Under Balance sheets, choose the partner and the year.",
                "Each unit has its own total: half-days are never added to euros.",
                "Print the page, or take the PDF.",
            ),
        },
        "balance",
    ),
    Task(
        ("network:coordinator",),
        {"fr": "Ouvrir une Cité en une page", "en": "Found a centre on one page"},
        {
            "fr": (
                (
                    "« Ouvrir une Cité » : le réseau, le nom, la ville, le pays, les horaires, trois "
                    "pôles au plus."
                ),
                "Elle est publique aussitôt. Le reste s’ajoute ensuite, par sa propre direction.",
            ),
            "en": (
                (
                    "“Found a centre”: the network, the name, the city, the country, the hours, up to "
                    "three poles."
                ),
                "It stands in public at once. The rest is added later, by its own manager.",
            ),
        },
        "founded",
    ),
    Task(
        ("network:coordinator",),
        {"fr": "Régler une contradiction du rapport", "en": "Settle a contradiction of the report"},
        {
            "fr": (
                (
                    "Depuis l’accueil, ouvrez les contradictions d’une année : les deux valeurs, leurs "
                    "sources, une cause probable."
                ),
                (
                    "Dites laquelle vaut, et pourquoi. Tant qu’une reste ouverte, le rapport est un "
                    "projet."
                ),
            ),
            "en": (
                (
                    "From the home, open the contradictions of a year: both values, their sources, a "
                    "likely cause."
                ),
                "Say which one holds, and why. While one is open, the report is a draft.",
            ),
        },
    ),
    Task(
        ("network:label-authority",),
        {"fr": "Répondre à une alerte", "en": "Answer an alert"},
        {
            "fr": (
                (
                    "L’accueil dit combien de réglages touchent un principe : un prix, un rendez-vous "
                    "imposé, un nom demandé."
                ),
                (
                    "Ouvrez l’alerte et répondez. Elle reste dans la liste jusqu’à ce que la Cité "
                    "corrige le réglage ; elle se ferme alors d’elle-même."
                ),
            ),
            "en": (
                (
                    "The home says how many settings touch a principle: a price, an appointment "
                    "imposed, a name asked."
                ),
                (
                    "Open the alert and answer. It stays in the list until the centre mends the "
                    "setting; it then closes by itself."
                ),
            ),
        },
        "alert",
    ),
    Task(
        ("network:executive-committee",),
        {"fr": "Tenir les mandats et les réunions", "en": "Keep mandates and meetings"},
        {
            "fr": (
                (
                    "Dans Mandats, un nouveau mandat dit la personne, le siège et les dates, aussi "
                    "précises qu’on les connaît."
                ),
                "Deux titulaires du même siège au même moment sont signalés avant d’enregistrer.",
            ),
            "en": (
                (
                    "Under Mandates, a new one says the person, the seat and the dates, as precise as "
                    "they are known."
                ),
                (
                    "Two holders of the same seat at the same time are pointed out before it is "
                    "recorded."
                ),
            ),
        },
        "mandate",
    ),
    Task(
        ("centre:manager", "network:coordinator", "network:administrator", "partner:manager"),
        {"fr": "Inviter quelqu’un", "en": "Invite somebody"},
        {
            "fr": (
                (
                    "Dans Personnes, « Inviter quelqu’un » : un nom, une adresse, un rôle dit en une "
                    "phrase, une date de fin."
                ),
                "Le lien part par courriel et vous est montré une seule fois. La fin prend effet d’elle-même.",
            ),
            "en": (
                (
                    "Under People, “Invite somebody”: a name, an address, a role said in a sentence, "
                    "an end date."
                ),
                "The link leaves by mail and is shown to you once. The end takes effect by itself.",
            ),
        },
    ),
    Task(
        ("centre:editor", "network:editor", "centre:manager", "network:coordinator"),
        {"fr": "Écrire une page", "en": "Write a page"},
        {
            "fr": (
                (
                    "Dans Pages libres, choisissez le lieu. S’il n’a pas encore de page, « Commencer "
                    "ses pages » les ouvre dans les deux langues."
                ),
                (
                    "Un titre, une phrase, puis des parties : titre, texte, image, citation, lien. Ce "
                    "qui est collé d’un traitement de texte garde ses mots et laisse son habit."
                ),
                (
                    "Le brouillon se garde pendant que vous écrivez ; « Publier » le montre. "
                    "L’historique garde chaque version."
                ),
                (
                    "Horaires, partenaires et chiffres n’y sont jamais répétés : leurs listes les "
                    "montrent déjà sur la page de la Cité."
                ),
            ),
            "en": (
                (
                    "Under Free pages, choose the place. If it has no page yet, “Begin its pages” "
                    "opens them in both languages."
                ),
                (
                    "A title, a sentence, then parts: title, text, picture, quotation, link. What is "
                    "pasted from a word processor keeps its words and leaves its dress."
                ),
                (
                    "The draft is kept while you write; “Publish” shows it. The history keeps every "
                    "version."
                ),
                (
                    "Hours, partners and figures are never repeated there: their lists show them on "
                    "the centre’s page already."
                ),
            ),
        },
        "page",
    ),
    Task(
        EVERYBODY,
        {"fr": "Retrouver un mot de passe perdu", "en": "Get back to a lost password"},
        {
            "fr": (
                (
                    "À la connexion, « J’ai perdu mon mot de passe » envoie un lien à l’adresse qui a "
                    "été invitée. Il sert une fois, pendant une heure."
                ),
                "Votre second facteur, si vous en avez un, est demandé ensuite comme d’habitude.",
            ),
            "en": (
                (
                    "At the sign-in, “I lost my password” sends a link to the address that was "
                    "invited. It works once, for one hour."
                ),
                "Your second factor, if you have one, is asked afterwards as usual.",
            ),
        },
    ),
    Task(
        ("centre:reception", "centre:manager"),
        {"fr": "Tenir le comptoir", "en": "Keep the front desk"},
        {
            "fr": (
                (
                    "Comptoir ouvre votre écran. Une touche, ou la lettre du pôle au clavier : une "
                    "visite est comptée et son ticket donné. Une erreur ? « Annuler », ou Z."
                ),
                (
                    "Un groupe : choisissez d’abord sa taille. Un appel : choisissez « par "
                    "téléphone » ; l’écran revient ensuite de lui-même à « sur place »."
                ),
                (
                    "« De permanence » dit qui est là, à quel guichet, jusqu’à quand, et ce que "
                    "personne ne tient. Un retard, un guichet fermé un moment : une touche, et la "
                    "page publique suit."
                ),
                "Pour s’exercer sans rien compter : Menu, puis Exercice.",
                (
                    "Le soir, Menu, puis Fin de journée : regardez ce qui est bizarre, corrigez "
                    "d’une touche, clôturez la journée."
                ),
            ),
            "en": (
                (
                    "Desk opens the front desk. One touch, or the letter of the pole on the "
                    "keyboard: a visit is counted and its ticket given. A mistake? “Undo”, or Z."
                ),
                (
                    "A group: choose its size first. A call: choose “by telephone”; the screen "
                    "then comes back to “on site” by itself."
                ),
                (
                    "“On duty” says who is here, at which desk, until when, and what nobody holds. "
                    "Somebody late, a desk closed for now: one touch, and the public page follows."
                ),
                "To practise without counting anything: Menu, then Practice.",
                (
                    "In the evening, Menu, then End of the day: look at what is odd, put it right "
                    "in one touch, close the day."
                ),
            ),
        },
    ),
    Task(
        ("centre:reception", "centre:manager"),
        {"fr": "Partir sans réseau, dans un bus ou sur un stand", "en": "Leave without network"},
        {
            "fr": (
                (
                    "Une fois : dans Écrans et tablettes, ajoutez la tablette (« accueil »), "
                    "demandez son code, ouvrez l’adresse sur la tablette et tapez-le. Installez "
                    "la page quand le navigateur le propose."
                ),
                (
                    "Avant de partir, ouvrez-la là où il y a du réseau : sous « Cette tablette », "
                    "trois lignes doivent être cochées. Elle emporte sept jours de numéros."
                ),
                (
                    "En route, tout se fait comme au comptoir. Une classe ou un stand se compte en "
                    "une fois sous « Compter en nombre ». La barre dit ce qui reste à envoyer."
                ),
                (
                    "Au retour, laissez-la ouverte près du réseau : elle envoie seule. « Tout est "
                    "envoyé » le confirme. Ce qui est refusé se corrige et se renvoie."
                ),
            ),
            "en": (
                (
                    "Once: under Screens and tablets, add the tablet (“front desk”), ask for its "
                    "code, open the address on the tablet and type it. Install the page when the "
                    "browser offers to."
                ),
                (
                    "Before leaving, open it where there is a network: under “This tablet”, three "
                    "lines must be ticked. It takes seven days of numbers along."
                ),
                (
                    "On the way everything is done as at the counter. A class or a stand is counted "
                    "in one go under “Count many at once”. The bar says what is left to send."
                ),
                (
                    "Back again, leave it open near a network: it sends by itself. “All sent” "
                    "confirms it. What is refused is corrected and sent again."
                ),
            ),
        },
    ),
    Task(
        ("partner:counsellor",),
        {"fr": "Recevoir", "en": "Receive people"},
        {
            "fr": (
                "Comptoir ouvre votre poste. Dites une fois à quel guichet vous êtes.",
                "N appelle la personne suivante, S dit qu’elle est venue.",
                "« Appeler l’accueil à ce guichet » fait venir quelqu’un ; rien n’en est gardé.",
                (
                    "Clore prend trois touches au plus : le sujet, ce qu’il en est sorti, la suite. "
                    "Rien n’est gardé sur la personne ; vos chiffres ne sont vus que de vous."
                ),
            ),
            "en": (
                "Desk opens your desk. Say once where you sit.",
                "N calls the next person, S says they have come.",
                "“Call reception to this desk” makes somebody come; nothing of it is kept.",
                (
                    "Closing takes three touches at most: the subject, what came of it, what comes "
                    "next. Nothing about the person is kept; your figures are seen by you alone."
                ),
            ),
        },
    ),
    Task(
        ("centre:reception", "centre:manager"),
        {"fr": "Prêter un écran", "en": "Lend a screen"},
        {
            "fr": (
                (
                    "Dans Postes partagés, « Prêter cet écran » jusqu’à la fin du service : vous en "
                    "sortez."
                ),
                "Donnez à chaque conseiller du jour un code court, montré une seule fois.",
            ),
            "en": (
                "Under Shared posts, “Lend this screen” until the end of the shift: you leave it.",
                "Give each counsellor of the day a short code, shown once.",
            ),
        },
    ),
    Task(
        ("partner:counsellor", "partner:facilitator"),
        {"fr": "Entrer sur un poste partagé", "en": "Enter on a shared post"},
        {
            "fr": (
                (
                    "Tapez le code court que l’accueil vous a donné : il vaut jusqu’à la fin du "
                    "service, sur cet écran seulement."
                ),
            ),
            "en": (
                (
                    "Type the short code reception gave you: it holds until the end of the shift, on "
                    "this screen only."
                ),
            ),
        },
    ),
    Task(
        ("centre:manager", "centre:reception"),
        {"fr": "Planifier les permanences", "en": "Plan duty"},
        {
            "fr": (
                (
                    "Dans Semaine de permanences, la touche N, ou le « + » d’une case, planifie une "
                    "permanence : pôle, partenaire, heures, rythme. Les jours fermés, un partenaire "
                    "déjà pris et deux conseillers de la même maison sont dits avant l’enregistrement."
                ),
                (
                    "« Qui est sollicité » tient l’adresse à qui l’on écrit. Le partenaire répond par un "
                    "lien, sans compte ; sa réponse se voit aussitôt, ici et sur la page publique."
                ),
                (
                    "« Sans personne » montre les trous des quatre semaines à venir et qui pourrait "
                    "venir : un bouton le sollicite."
                ),
            ),
            "en": (
                (
                    "Under Week of duty, the key N, or the “+” of a cell, plans a duty: pole, partner, "
                    "hours, how often. Closed days, a partner already engaged and two counsellors of "
                    "the same house are told before it is recorded."
                ),
                (
                    "“Who is asked” keeps the address one writes to. The partner answers by a link, "
                    "without an account; the answer shows at once, here and on the public page."
                ),
                (
                    "“Without anybody” shows the gaps of the four weeks ahead and who could come: one "
                    "button asks them."
                ),
            ),
        },
    ),
    Task(
        ("partner:manager", "partner:counsellor"),
        {"fr": "Répondre pour vos permanences", "en": "Answer for your duty sessions"},
        {
            "fr": (
                (
                    "Dans « Permanences, une à une », ouvrez-en une : « Le partenaire vient », ou "
                    "« Personne ne vient » avec la raison et, si vous en connaissez un, l’autre "
                    "partenaire qui pourrait la tenir. Le lien reçu par courriel fait de même."
                ),
            ),
            "en": (
                (
                    "Under Duty sessions, open one: “The partner comes”, or “Nobody comes” with the "
                    "reason and, if you know of one, the other partner that could hold it. The link "
                    "received by mail does the same."
                ),
            ),
        },
    ),
    Task(
        ("centre:manager", "centre:partnerships", "network:coordinator"),
        {
            "fr": "Planifier une séance, une série, un mois",
            "en": "Plan a session, a series, a month",
        },
        {
            "fr": (
                (
                    "« Planifier une séance », dans la liste ou dans une case de la semaine : partez "
                    "d’un modèle, dites le jour. Ce qui est pris au même moment (salle, matériel, "
                    "personne, public) et les jours fériés sont dits avant d’enregistrer."
                ),
                (
                    "Pour ce qui revient, choisissez la règle et le dernier jour : chaque date est "
                    "montrée d’abord, changement d’heure compris. Un brouillon n’est lu qu’au bureau "
                    "tant que vous ne publiez pas."
                ),
                (
                    "« Planifier un mois » reprend les séances d’un autre mois aux mêmes jours de la "
                    "semaine : enlevez une coche s’il le faut, puis créez les brouillons d’un coup."
                ),
                (
                    "« Dates de la série » change une date, celle-ci et les suivantes, ou toutes ; "
                    "« Annuler » demande pourquoi et le dit partout."
                ),
            ),
            "en": (
                (
                    "“Plan a session”, in the list or in a cell of the week: start from a template, "
                    "say the day. What is taken at that time (room, equipment, person, public) and "
                    "public holidays are told before it is recorded."
                ),
                (
                    "For what comes again, choose the rule and the last day: every date is shown "
                    "first, the change of clocks included. A draft is read in the office alone until "
                    "you publish it."
                ),
                (
                    "“Plan a month” takes the sessions of another month on the same weekdays: take a "
                    "tick away if need be, then make the drafts in one press."
                ),
                (
                    "“Dates of the series” changes one date, this one and the next, or all; “Cancel” "
                    "asks why and says so everywhere."
                ),
            ),
        },
        "month",
    ),
    Task(
        ("centre:manager", "centre:partnerships", "network:coordinator"),
        {"fr": "Programmer avec les partenaires", "en": "Build the programme with partners"},
        {
            "fr": (
                (
                    "« Inviter les partenaires à proposer » donne le lien de chaque contact : il "
                    "propose sans compte, et y lit ce que sa proposition est devenue."
                ),
                (
                    "Prévoyez la réunion : son ordre du jour se remplit de ce qui attend, de ce qui "
                    "est complet et redemandé, et des brouillons proches. Une proposition retenue "
                    "devient un brouillon, avec ce que la réunion y change ; un refus dit pourquoi."
                ),
            ),
            "en": (
                (
                    "“Ask partners to propose” gives the link of each contact: they propose without "
                    "an account, and read there what became of it."
                ),
                (
                    "Plan the meeting: its agenda fills with what waits, what is full and wanted "
                    "again, and drafts that are near. A proposal taken up becomes a draft, with what "
                    "the meeting changes in it; a refusal says why."
                ),
            ),
        },
    ),
    Task(
        ("network:treasurer",),
        {"fr": "Tenir les cotisations", "en": "Keep the dues"},
        {
            "fr": (
                "Dans Cotisations, notez l’appel, l’échéance et le paiement de chaque membre.",
                "Les montants ont leur propre liste, que vous seul lisez, historique compris.",
            ),
            "en": (
                "Under Dues, note the call, the term and the payment of each member.",
                "Amounts have a list of their own, which you alone read, its history included.",
            ),
        },
    ),
    Task(
        ("network:administrator",),
        {"fr": "Voir comme un autre rôle", "en": "See as another role"},
        {
            "fr": (
                (
                    "Dans Personnes, « Voir comme un autre rôle » : vous lisez ce que ce rôle lit, et "
                    "ne changez rien. C’est écrit au journal."
                ),
            ),
            "en": (
                (
                    "Under People, “See as another role”: you read what that role reads, and change "
                    "nothing. It is written in the journal."
                ),
            ),
        },
    ),
)
