"""Accounts: opened for a person, closed, opened again; one's own settings; a lost second factor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts import permissions, queries, rules
from accounts.actors import Actor
from accounts.models import ACCOUNT_LANGUAGES, Person, User
from accounts.sessions import end_all
from core.events import record
from core.refusals import NotFound, RuleBroken, Violation, WrongState, refuse_if, require

TAKEN = {
    "accounts_user_email_key": Violation("account.email_taken", field="email"),
    "accounts_user_person_id_key": Violation("account.person_has_one"),
}


def open_account(
    *,
    person_uid: UUID,
    email: str,
    language: str = "ko",
    password: str | None = None,
    by: Actor,
    at: datetime,
) -> User:
    """Open an account for a person and invite him: the e-mail leads to where he chooses a password.

    Only somebody of a sample world is given a `password`, and nobody of one is invited: nobody reads that mail. Who has
    no password there takes no e-mail at all.
    Raises NotFound, NotAllowed, RuleBroken (`account.*`).
    """
    with transaction.atomic():
        person = queries.locked(Person, person_uid)
        require(permissions.may_administer(by), "administer")
        email = rules.plain(email).lower()
        refuse_if(_account_violations(email, language))
        if password is not None and not person.is_sample:
            raise RuleBroken.because("account.password_is_chosen_by_its_owner")
        with queries.unique_or_refused(TAKEN):
            takes_mail = password is not None or not person.is_sample
            user = User.objects.create_user(
                email, password, person=person, language=language, joined_at=at, by_email=takes_mail
            )
            EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        data = {"name": person.name_ko, "email": email}
        told = [] if person.is_sample else [user.pk]
        record("accounts.account_opened", subject=user, by=by, at=at, data=data, tell=told)
    return user


def close_account(*, person_uid: UUID, reason: str, by: Actor, at: datetime) -> User:
    """Let nobody sign in by this account, and end its sessions.

    Raises NotFound, NotAllowed, WrongState, RuleBroken (`account.*`).
    """
    with transaction.atomic():
        user = _locked_user(person_uid)
        require(permissions.may_administer(by), "administer")
        refuse_if([] if reason.strip() else [Violation("account.reason_missing", field="reason")])
        if user.pk == by.user_id:
            raise RuleBroken.because("account.closes_itself")
        _switch(user, active=False)
        end_all([user.pk])
        record("accounts.account_closed", subject=user, by=by, at=at, reason=reason.strip(), data=_shown(user))
    return user


def reopen_account(*, person_uid: UUID, by: Actor, at: datetime) -> User:
    """Let the person sign in again. Raises NotFound, NotAllowed, WrongState (`account.is_open`)."""
    with transaction.atomic():
        user = _locked_user(person_uid)
        require(permissions.may_administer(by), "administer")
        _switch(user, active=True)
        record("accounts.account_reopened", subject=user, by=by, at=at, data=_shown(user))
    return user


def reset_second_factor(*, person_uid: UUID, reason: str, by: Actor, at: datetime) -> User:
    """Take away a lost second factor, so that its owner can set up a new one; he is signed out everywhere.

    Raises NotFound, NotAllowed, WrongState (`account.no_second_factor`), RuleBroken (`account.reason_missing`).
    """
    with transaction.atomic():
        user = _locked_user(person_uid)
        require(permissions.may_administer(by), "administer")
        refuse_if([] if reason.strip() else [Violation("account.reason_missing", field="reason")])
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise WrongState.because("account.no_second_factor")
        end_all([user.pk])
        data, told = _shown(user), [user.pk]
        record("accounts.second_factor_reset", subject=user, by=by, at=at, reason=reason.strip(), data=data, tell=told)
    return user


def unlink_provider(*, person_uid: UUID, reason: str, by: Actor, at: datetime) -> User:
    """Part an account from the provider's subject, so that another may open it by the account's address.

    Raises NotFound, NotAllowed, WrongState (`account.not_linked`), RuleBroken (`account.reason_missing`).
    """
    with transaction.atomic():
        user = _locked_user(person_uid)
        require(permissions.may_administer(by), "administer")
        refuse_if([] if reason.strip() else [Violation("account.reason_missing", field="reason")])
        removed, _ = SocialAccount.objects.filter(user=user).delete()
        if not removed:
            raise WrongState.because("account.not_linked")
        end_all([user.pk])
        data, told = _shown(user), [user.pk]
        record("accounts.provider_unlinked", subject=user, by=by, at=at, reason=reason.strip(), data=data, tell=told)
    return user


def change_settings(*, language: str, by_email: bool, by: Actor, at: datetime) -> User:
    """Choose one's own language, and whether messages come by e-mail too. Raises NotFound, RuleBroken (`account.*`)."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=by.user_id or 0).first()
        if user is None:
            raise NotFound.because("http.not_found")
        refuse_if(_language_violations(language))
        user.language, user.by_email = language, by_email
        user.save(update_fields=["language", "by_email"])
        data = {"language": language, "by_email": by_email}
        record("accounts.settings_changed", subject=user, by=by, at=at, data=data)
    return user


def record_sign_in(*, name: str, user: User, by: Actor, at: datetime, tell: Iterable[int] = ()) -> None:
    """Put a change on the record that the sign-in library has made in its own tables (`accounts.signed_in` ...)."""
    with transaction.atomic():
        record(name, subject=user, by=by, at=at, data=_shown(user), tell=tell)


def give_sample_second_factor(*, person_uid: UUID, secret: str, by: Actor, at: datetime) -> User:
    """Give somebody of a sample world a known second factor (base32), whose code the sign-in page shows.

    Raises NotFound, NotAllowed, RuleBroken (`account.not_of_a_sample_world`).
    """
    with transaction.atomic():
        user = _locked_user(person_uid)
        require(permissions.may_administer(by), "administer")
        if user.person is None or not user.person.is_sample:
            raise RuleBroken.because("account.not_of_a_sample_world")
        TOTP.activate(user, secret)
        record("accounts.second_factor_added", subject=user, by=by, at=at, data=_shown(user))
    return user


def _account_violations(email: str, language: str) -> list[Violation]:
    found = _language_violations(language)
    try:
        validate_email(email)
    except ValidationError:
        found.append(Violation("account.email_wrong", field="email"))
    return found


def _language_violations(language: str) -> list[Violation]:
    known = {code for code, _name in ACCOUNT_LANGUAGES}
    return [] if language in known else [Violation("account.language_unknown", field="language")]


def _locked_user(person_uid: UUID) -> User:
    user = User.objects.select_related("person").select_for_update(of=("self",)).filter(person__uid=person_uid).first()
    if user is None:
        raise NotFound.because("http.not_found")
    return user


def _switch(user: User, *, active: bool) -> None:
    if user.is_active is active:
        raise WrongState.because("account.is_open" if active else "account.is_closed")
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active


def _shown(user: User) -> dict[str, str]:
    return {"name": user.person.name_ko if user.person else user.email, "email": user.email}
