from parvis.accounts.actors import command
from parvis.kernel.history import signed
from parvis.mailing import actions


def a_message(to="ines@mail.localdomain", subject="Bienvenue", **more):
    asked = {"text": "Bonjour.\n\nÀ bientôt.", "purpose": "test", "by": command("test")} | more
    return actions.send(to=to, subject=subject, **asked)


def set_to(message, **columns):
    """Put a row where a test needs it."""
    with signed(command("test")):
        type(message).objects.filter(pk=message.pk).update(**columns)
    message.refresh_from_db()
    return message
