"""How people come in: accounts are made by administrators, never by open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type hints
    """Closes the sign-up pages; everything else is the library's own behaviour."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for himself: an office or a project team invites."""
        return False
