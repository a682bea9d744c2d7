"""Sentences of a panel's meetings: why something is refused there, what happened, how states and verbs are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIOLATIONS = {
    "meeting.wrong_state": _("“%(verb)s” is not possible while the meeting is “%(state)s”."),
    "agenda_item.wrong_state": _("“%(verb)s” is not possible while the case is “%(state)s”."),
    "round.meeting_not_signed": _("A panel meeting of this round is not signed yet. Sign its minutes, or call it off."),
    "panel.round_not_opened": _("A panel meets once the round is open to it."),
    "panel.meeting_open": _("A meeting of this round goes on or waits for its signature."),
    "panel.starts_in_the_past": _("The meeting must begin in the future."),
    "panel.place_missing": _("Write where the panel meets."),
    "panel.member_unknown": _("Choose somebody of the committee who has declared his interests."),
    "panel.deputy_is_chair": _("The deputy is somebody else than the chair."),
    "panel.nothing_to_discuss": _("No judged case is left to be concluded."),
    "panel.reason_missing": _("Write why."),
    "panel.place_unknown": _("The agenda has places from 1 to %(most)s."),
    "panel.not_together": _("%(number)s is discussed already."),
    "panel.in_conflict": _("%(name)s has a conflict with this case."),
    "panel.nobody_here": _("Mark who is in the room."),
    "panel.inside_already": _("This member is in the room already."),
    "panel.outside_already": _("This member is not in the room."),
    "panel.item_on": _("A case is being discussed. Conclude it or put it off first."),
    "panel.nobody_presides": _(
        "%(number)s: neither the chair nor the deputy is in the room and free of conflict. Name another."
    ),
    "panel.no_rapporteur": _("%(number)s has no rapporteur who is free of conflict. Name one."),
    "panel.no_quorum": _("%(number)s: %(present)s are present and free of conflict; %(needed)s are needed."),
    "panel.conflicted_inside": _("%(number)s: in conflict with it, but still in the room: %(names)s."),
    "panel.not_judged": _("%(number)s has no valid review left. Put it off."),
    "panel.nothing_together": _("No case is left to be taken together."),
    "panel.moved_too_far": _(
        "%(score_bp)s is further from the experts' score (%(before_bp)s) than the rules allow (%(most_bp)s)."
    ),
    "panel.minutes_changed": _("These minutes were changed meanwhile, perhaps by somebody else. Load them again."),
    "panel.minutes_missing": _("Cases without minutes: %(numbers)s."),
    "panel.minutes_missing_kept": _("Minutes are missing of %(count)s cases that are kept from you by a conflict."),
    "panel.conflict_among": _("You have a conflict with one of these cases. The desk concludes them."),
    "panel.not_confirmed": _("Not confirmed by: %(names)s. Wait for them, or write why you sign without."),
    "panel.was_not_there": _("Minutes are confirmed by those who were at the meeting."),
    "panel.confirmed_before": _("You have confirmed these minutes already."),
}

EVENTS = {
    "reviews.meeting_called": _("The panel on “%(title)s” meets at %(starts_at)s: %(place)s (%(count)s cases)"),
    "reviews.meeting_moved": _("The panel on “%(title)s” meets at another time or place: %(starts_at)s, %(place)s"),
    "reviews.meeting_led": _("The panel on “%(title)s” of %(starts_at)s is led by %(name)s"),
    "reviews.meeting_called_off": _("The panel on “%(title)s” of %(starts_at)s was called off"),
    "reviews.meeting_begun": _("The panel on “%(title)s” began with %(count)s of %(called)s members"),
    "reviews.meeting_ended": _(
        "The panel on “%(title)s” ended: %(count)s cases concluded, %(late)s not reached; confirm its minutes"
    ),
    "reviews.agenda_planned": _(
        "The agenda of the panel on “%(title)s” was worked out anew: %(count)s cases, %(moves)s times somebody moves"
    ),
    "reviews.item_moved": _("%(number)s was moved on the agenda from place %(before)s to %(place)s"),
    "reviews.item_taken_out": _("%(number)s is to be discussed and not taken together with others"),
    "reviews.rapporteur_set": _("%(name)s reports on %(number)s to the panel"),
    "reviews.rapporteur_asked": _("You are asked to report on a case to the panel on “%(title)s” of %(starts_at)s"),
    "reviews.member_came": _("%(name)s came into the room"),
    "reviews.member_left": _("%(name)s left the room"),
    "reviews.members_called_back": _("%(count)s members came back after a case they were in conflict with"),
    "reviews.item_taken_up": _(
        "%(number)s was taken up; %(left)s members left the room for it (%(barred)s in conflict)"
    ),
    "reviews.item_concluded": _(
        "%(number)s was concluded with %(panel_outcome)s, %(score_bp)s (%(present)s present, %(needed)s needed)"
    ),
    "reviews.items_taken_together": _(
        "%(number)s was concluded together with others: %(score_bp)s (%(present)s present, %(needed)s needed)"
    ),
    "reviews.item_put_off": _("%(number)s was put off"),
    "reviews.item_reconsidered": _("%(number)s is taken up again; it stood at %(panel_outcome)s, %(score_bp)s"),
    "reviews.minutes_written": _("Minutes on %(number)s were saved"),
    "reviews.minutes_confirmed": _("Minutes of the panel on “%(title)s” of %(starts_at)s were confirmed"),
    "reviews.minutes_signed": _("Minutes of the panel on “%(title)s” of %(starts_at)s were signed and are final"),
}

LABELS = {
    "meeting.called": pgettext_lazy("meeting", "Called"),
    "meeting.running": pgettext_lazy("meeting", "Under way"),
    "meeting.ended": pgettext_lazy("meeting", "Ended, minutes open"),
    "meeting.signed": pgettext_lazy("meeting", "Signed"),
    "meeting.called_off": pgettext_lazy("meeting", "Called off"),
    "meeting.begin": pgettext_lazy("meeting", "Begin"),
    "meeting.end": pgettext_lazy("meeting", "End the meeting"),
    "meeting.sign": pgettext_lazy("meeting", "Sign the minutes"),
    "meeting.call_off": pgettext_lazy("meeting", "Call off"),
    "meeting.move": pgettext_lazy("meeting", "Change time or place"),
    "meeting.name_leaders": pgettext_lazy("meeting", "Name another chair"),
    "meeting.plan_agenda": pgettext_lazy("meeting", "Work the agenda out anew"),
    "meeting.move_item": pgettext_lazy("meeting", "Move on the agenda"),
    "meeting.take_out": pgettext_lazy("meeting", "Discuss by itself"),
    "meeting.take_together": pgettext_lazy("meeting", "Take together"),
    "meeting.set_rapporteur": pgettext_lazy("meeting", "Name the rapporteur"),
    "meeting.attend": pgettext_lazy("meeting", "Note who comes and leaves"),
    "meeting.call_back": pgettext_lazy("meeting", "All are back"),
    "meeting.take_up": pgettext_lazy("meeting", "Take up"),
    "meeting.conclude": pgettext_lazy("meeting", "Conclude"),
    "meeting.put_off": pgettext_lazy("meeting", "Put off"),
    "meeting.reconsider": pgettext_lazy("meeting", "Take up again"),
    "meeting.write_minutes": pgettext_lazy("meeting", "Write minutes"),
    "meeting.confirm": pgettext_lazy("meeting", "Confirm the minutes"),
    "agenda_item.waiting": pgettext_lazy("agenda", "Waiting"),
    "agenda_item.on": pgettext_lazy("agenda", "Being discussed"),
    "agenda_item.concluded": pgettext_lazy("agenda", "Concluded"),
    "agenda_item.put_off": pgettext_lazy("agenda", "Put off"),
    "agenda_item.take_up": pgettext_lazy("agenda", "Take up"),
    "agenda_item.conclude": pgettext_lazy("agenda", "Conclude"),
    "agenda_item.take_together": pgettext_lazy("agenda", "Take together"),
    "agenda_item.reconsider": pgettext_lazy("agenda", "Take up again"),
    "agenda_item.move_item": pgettext_lazy("agenda", "Move on the agenda"),
    "agenda_item.take_out": pgettext_lazy("agenda", "Discuss by itself"),
    "agenda_item.write_minutes": pgettext_lazy("agenda", "Write minutes"),
    "panel_outcome.mean": pgettext_lazy("panel", "the experts' score"),
    "panel_outcome.consensus": pgettext_lazy("panel", "a consensus"),
    "panel_outcome.none": pgettext_lazy("panel", "no conclusion"),
    "work.reviews.meet": _("Panel on “%(title)s”: %(place)s"),
    "work.reviews.run_meeting": _("Run the panel meeting on “%(title)s”"),
    "work.reviews.finish_minutes": _("The minutes of the panel on “%(title)s” are not signed yet"),
    "work.reviews.write_minutes": _("Write the minutes of your cases in the panel on “%(title)s”: %(open)s open"),
    "work.reviews.confirm_minutes": _("Confirm the minutes of the panel on “%(title)s”"),
    "work.reviews.sign_minutes": _("Sign the minutes of the panel on “%(title)s”"),
}
