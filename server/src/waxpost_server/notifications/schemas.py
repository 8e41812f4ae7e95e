"""What leaves through the API about notifications."""

from waxpost_server.kit.shapes import Answer


class PreferencesAnswer(Answer):
    """What the asker has chosen, and whether this server sends mails at all."""

    mail_available: bool
    mail_new_messages: bool
    mail_link_opened: bool
