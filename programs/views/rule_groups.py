"""One group of rules as a form: saved as it is typed, checked as it is typed, its rows added, taken out and moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import Asked
from core.http import PROBLEM, etag, problem_of, required_version
from core.refusals import NotFound, RuleBroken, Stale, require
from core.wording import in_korean, say_violation
from programs import actions, permissions, queries
from programs.drawing import Drawer, errors_by_place
from programs.editing import ABOUT, GROUPS, Group, Unknown, add_row, content_of, move_row, read_group, remove_row, texts
from programs.models import RuleDraft
from programs.policy import Fault, describe_group, faults_of_raw
from programs.views.doors import signed_in, who
from programs.wording import say_clause
from programs.words import GROUPS as GROUP_NAMES

STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft, one of its groups, and who asks."""

    request: Asked
    draft: RuleDraft
    group: Group

    @property
    def version(self) -> str:
        return etag(self.draft.version_of(self.group.name)).strip('"')

    @property
    def stored(self) -> dict[str, Any] | None:
        found = content_of(self.group, self.draft.content)
        return None if found is None else dict(found)

    @property
    def regions(self) -> list[tuple[str, str]]:
        name = "name_ko" if in_korean() else "name_en"
        return [(one.code, getattr(one, name) or one.name_ko) for one in queries.regions(self.request.at)]

    def faults(self, values: dict[str, Any] | None) -> tuple[Fault, ...]:
        """All faults of the draft, were this group to say `values`."""
        return faults_of_raw(_with(self.draft.content, self.group, values))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Asked, draft_uid: UUID, group: str) -> HttpResponse:
    """The form of one group; what is sent is kept, sound or not."""
    opened = _open(request, draft_uid, group)
    if request.method != "POST":
        return _page(opened, opened.stored)
    if request.headers.get("X-Requested-With") == "autosave":
        return _autosave(opened)
    return _save(opened)


@signed_in
@require_POST
def check(request: Asked, draft_uid: UUID, group: str) -> HttpResponse:
    """What the rules would say as they are typed, and what is wrong with them; stores nothing."""
    opened = _open(request, draft_uid, group)
    return render(request, "programs/_rule_check.html", _checked(opened, _typed(opened)))


def _open(request: Asked, draft_uid: UUID, name: str) -> Opened:
    draft = queries.rule_draft(draft_uid, request.actor)
    require(permissions.may_write_rules(request.actor, draft.program), "write_rules")
    if name not in GROUPS:
        raise NotFound.because("http.not_found")
    return Opened(request, draft, GROUPS[name])


def _typed(opened: Opened) -> dict[str, Any]:
    return read_group(opened.group, dict(opened.request.POST.lists()))


def _assumed(opened: Opened) -> tuple[str, ...] | None:
    """The clauses that were ticked as assumed; None where the form did not ask."""
    return tuple(opened.request.POST.getlist("assumed")) if "asks_assumed" in opened.request.POST else None


def _autosave(opened: Opened) -> HttpResponse:
    values = _typed(opened)
    try:
        draft = _keep(opened, values, required_version(opened.request))
    except Stale as refused:
        return _told_stale(opened, values, refused)
    except RuleBroken as refused:
        return JsonResponse(problem_of(refused), status=refused.status, content_type=PROBLEM)
    kept = Opened(opened.request, draft, opened.group)
    return JsonResponse({"version": kept.version, "errors": errors_by_place(opened.group, kept.faults(values))})


def _told_stale(opened: Opened, values: dict[str, Any], refused: Stale) -> HttpResponse:
    """Somebody else was faster: what differs, name by name."""
    now = Opened(opened.request, queries.rule_draft(opened.draft.uid, opened.request.actor), opened.group)
    mine, theirs = texts(opened.group, values), texts(opened.group, now.stored or {})
    current = {name: theirs.get(name, "") for name in {**theirs, **mine} if theirs.get(name, "") != mine.get(name, "")}
    problem = {**problem_of(refused), "version": now.version, "current": current}
    return JsonResponse(problem, status=refused.status, content_type=PROBLEM)


def _save(opened: Opened) -> HttpResponse:
    request, deed = opened.request, opened.request.POST.get("do", "save")
    values = _typed(opened)
    try:
        after = _after(opened, values, deed)
        _keep(opened, after, _version_read(opened, values))
    except Stale as refused:
        return _compare(opened, values, refused)
    except Unknown as unknown:
        raise NotFound.because("http.not_found") from unknown
    except RuleBroken as refused:
        return _page(opened, values, refused.status, {"refused": [say_violation(one) for one in refused.violations]})
    following = _neighbours(opened.group.name)[1]
    if deed == "next" and following:
        return redirect("programs:rule-group", opened.draft.uid, following)
    if deed in {"save", "next"}:
        messages.success(request, _("Saved."))
        return redirect("programs:rule-draft", opened.draft.uid)
    place = deed.partition(":")[2].partition("/")[0]
    answer = redirect("programs:rule-group", opened.draft.uid, opened.group.name)
    answer["Location"] += f"#id_{opened.group.name}.{place}" if place else ""
    return answer


def _after(opened: Opened, values: dict[str, Any], deed: str) -> dict[str, Any] | None:
    """What the group says once a button has done its deed: ``add:categories``, ``up:categories/2``, ``leave_out``."""
    verb, _colon, target = deed.partition(":")
    path, _slash, place = target.partition("/")
    if verb == "leave_out":
        return None
    if verb == "add":
        return add_row(opened.group, values, path)
    if verb == "remove" and place.isdecimal():
        return remove_row(opened.group, values, path, int(place))
    if verb in STEPS and place.isdecimal():
        return move_row(opened.group, values, path, int(place), STEPS[verb])
    return values


def _keep(opened: Opened, values: dict[str, Any] | None, version: int | None) -> RuleDraft:
    return actions.save_rule_group(
        draft_uid=opened.draft.uid,
        group=opened.group.name,
        values=values,
        assumed=_assumed(opened),
        version=version,
        **who(opened.request),
    )


def _version_read(opened: Opened, values: dict[str, Any]) -> int:
    """The version that the page was read with; the stored one where exactly these words are stored by now."""
    sent = opened.request.POST.get("version", "").removeprefix("v")
    now = opened.draft.version_of(opened.group.name)
    if values == opened.stored:
        return now
    return int(sent) if sent.isdecimal() else 0


def _compare(opened: Opened, values: dict[str, Any], refused: Stale) -> HttpResponse:
    """The page with what was typed, what is stored now beside it, and its version: sent again it is kept."""
    now = Opened(opened.request, queries.rule_draft(opened.draft.uid, opened.request.actor), opened.group)
    mine, theirs = texts(opened.group, values), texts(opened.group, now.stored or {})
    names = [name for name in {**theirs, **mine} if theirs.get(name, "") != mine.get(name, "")]
    changed = [(name, theirs.get(name, ""), mine.get(name, "")) for name in names]
    context = {"conflict": say_violation(refused.violations[0]), "changed": changed}
    return _page(now, values, refused.status, context)


def _page(
    opened: Opened, values: dict[str, Any] | None, status: int = 200, more: dict[str, Any] | None = None
) -> HttpResponse:
    assumed = opened.draft.content.get("assumed", ())
    checked = _checked(opened, values)
    drawer = Drawer(opened.group, opened.regions, assumed, checked["errors"])
    before, after = _neighbours(opened.group.name)
    context = {
        "draft": opened.draft,
        "program": opened.draft.program,
        "group": opened.group,
        "title": GROUP_NAMES[opened.group.name],
        "version": opened.version,
        "ruled": values is not None,
        "fields": drawer.fields(values),
        "marks": drawer.marks(values) if opened.group.name != ABOUT else [],
        "before": before,
        "after": after,
        "names": [(name, GROUP_NAMES[name]) for name in GROUPS],
        **checked,
        **(more or {}),
    }
    return render(opened.request, "programs/rule_group.html", context, status=status)


def _checked(opened: Opened, values: dict[str, Any] | None) -> dict[str, Any]:
    """What is wrong with a group by field, and its sentences where the whole can be read."""
    errors: dict[str, list[str]] = {}
    sentences: list[str] = []
    if values is not None:
        found = opened.faults(values)
        errors = errors_by_place(opened.group, found)
        if not errors and opened.group.name != ABOUT:
            sentences = [say_clause(one) for one in describe_group(opened.group.name, values)]
    lines = [{"text": text, "href": f"#id_{name}"} for name, texts_of in errors.items() for text in texts_of]
    return {"errors": errors, "error_lines": lines, "sentences": sentences}


def _with(content: dict[str, Any], group: Group, values: dict[str, Any] | None) -> dict[str, Any]:
    if group.name == ABOUT:
        return {**content, **(values or {})}
    kept = {name: value for name, value in content.items() if name != group.name}
    return kept if values is None else {**kept, group.name: values}


def _neighbours(name: str) -> tuple[str, str]:
    """The group before and the one after, or nothing at the ends."""
    names = list(GROUPS)
    at = names.index(name)
    return names[at - 1] if at else "", names[at + 1] if at + 1 < len(names) else ""
