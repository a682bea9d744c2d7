"""Sentences of this room's refusals and events, and names of roles, kinds and powers."""

from django.utils.translation import gettext_lazy as _

VIOLATIONS = {
    "accounts.changed_meanwhile": _("Somebody changed this after you opened it. Read it again before you change it."),
    "person.name_missing": _("Write the name in Hangul."),
    "person.name_en_not_roman": _("Write the romanised name in Latin letters."),
    "person.researcher_number_not_plain": _("A researcher number has 4 to 20 digits, capital letters or dashes."),
    "person.researcher_number_taken": _("Another person has this researcher number."),
    "organization.name_missing": _("Write the organisation's name."),
    "organization.name_taken": _("There is already an organisation of this kind with this name."),
    "organization.kind_unknown": _("Choose what kind of organisation it is."),
    "organization.government_without_region": _("A regional government needs its region."),
    "organization.region_unknown": _("Choose one of the regions."),
    "organization.business_number_wrong": _(
        "%(business_number)s is not a business registration number: its check digit does not fit."
    ),
    "organization.business_number_taken": _("Another organisation has this business registration number."),
    "organization.already_succeeded": _("This organisation already has a successor."),
    "organization.succeeds_itself": _("An organisation can't follow itself."),
    "organization.successor_is_gone": _("The successor has itself been succeeded. Choose the one that stands today."),
    "organization.successor_has_same_office": _(
        "The successor already has an office “%(title)s” of the same role. Close one of the two first."
    ),
    "office.title_missing": _("Write what the office is called."),
    "office.title_taken": _("The organisation already has an office “%(title)s” of this role."),
    "office.role_unknown": _("Choose a role."),
    "office.role_not_for_kind": _("An organisation of the kind “%(kind)s” can't have the role “%(role)s”."),
    "office.organization_has_successor": _("This organisation has a successor. Open the office there."),
    "office.closed": _("This office is closed."),
    "office.reason_missing": _("Write why the office is closed."),
    "appointment.office_closed": _("This office is closed. Nobody can hold it."),
    "appointment.overlaps": _(
        "%(name)s is in this place from %(starts_on)s on. End that appointment before you make another."
    ),
    "appointment.taken_meanwhile": _("Somebody else was just appointed for these days."),
    "appointment.acts_for_himself": _("%(name)s can't both hold the office and act for its holder."),
    "appointment.ends_before_it_starts": _("The end must come after the start, %(starts_on)s."),
    "appointment.ends_in_the_past": _("The end can't lie in the past. Choose %(today_on)s or later."),
    "appointment.ends_already": _("This appointment ends on %(ends_on)s already. Choose an earlier day."),
    "appointment.reason_missing": _("Write why the appointment ends."),
    "delegation.not_by_a_ministry": _("Only a ministry delegates."),
    "delegation.not_to_an_agency": _("A ministry delegates to an agency only."),
    "delegation.no_power": _("Choose at least one power."),
    "delegation.power_unknown": _("There is no power “%(code)s”."),
    "delegation.reference_missing": _("Name the document in which the ministry delegates."),
    "delegation.overlaps": _("The agency already has one of these powers, from %(starts_on)s on."),
    "delegation.ends_before_it_starts": _("The end must come after the start, %(starts_on)s."),
    "delegation.ends_in_the_past": _("The end can't lie in the past. Choose %(today_on)s or later."),
    "delegation.ends_already": _("This delegation ends on %(ends_on)s already. Choose an earlier day."),
    "delegation.reason_missing": _("Write why the delegation ends."),
    "account.email_wrong": _("Write an e-mail address such as name@example.kr."),
    "account.email_taken": _("Another account has this e-mail address."),
    "account.person_has_one": _("This person already has an account."),
    "account.language_unknown": _("Choose Korean or English."),
    "account.password_is_chosen_by_its_owner": _("Passwords are chosen by those who own them."),
    "account.not_of_a_sample_world": _("Only people of a sample world have a second factor that others know."),
    "account.reason_missing": _("Write the reason."),
    "account.closes_itself": _("You can't close your own account."),
    "account.is_open": _("This account is open already."),
    "account.is_closed": _("This account is closed already."),
    "account.no_second_factor": _("This account has no second factor."),
    "account.not_linked": _("No sign-in elsewhere is linked with this account."),
    "provider.unreachable": _(
        "The other service does not answer. Try again in a few minutes, or sign in with your password or passkey."
    ),
    "provider.answer_does_not_fit": _(
        "The other service's answer does not belong to this sign-in, or it was given up. Start again here."
    ),
    "provider.unknown": _(
        "Nobody is registered here with %(email)s, or another sign-in is linked with that account already. "
        "Ask your administrator."
    ),
    "provider.email_unverified": _(
        "The other service has not verified your e-mail address (%(email)s). Verify it there, then sign in again."
    ),
    "provider.account_closed": _("Your account here is closed. Ask your administrator."),
    "account.step_up": _(
        "Confirm with your second factor first: this step asks for one shown in the last %(minutes)s minutes. "
        "In the browser open %(page)s; over the API, POST your one-time code to %(api)s."
    ),
    "account.code_wrong": _("This code is not right, or it was used before. Enter the one that is shown now."),
    "account.too_many_codes": _("Too many attempts. Wait a few minutes."),
}

EVENTS = {
    "accounts.person_added": _("%(name)s was entered"),
    "accounts.person_changed": _("The entry of %(name)s was changed"),
    "accounts.organization_added": _("%(name)s was entered"),
    "accounts.organization_changed": _("The entry of %(name)s was changed"),
    "accounts.organization_succeeded": _("%(name)s was succeeded by %(successor)s; offices that moved: %(offices)s"),
    "accounts.office_opened": _("Office opened: %(title)s, %(organization)s (%(role)s)"),
    "accounts.office_closed": _("Office closed: %(title)s, %(organization)s"),
    "accounts.appointed": _("From %(starts_on)s, %(name)s holds the office: %(title)s, %(organization)s"),
    "accounts.acting_appointed": _("From %(starts_on)s, %(name)s acts in the office: %(title)s, %(organization)s"),
    "accounts.appointment_ended": _("From %(ends_on)s, %(name)s is no longer in office: %(title)s, %(organization)s"),
    "accounts.delegated": _("%(ministry)s delegated to %(agency)s from %(starts_on)s (%(reference)s)"),
    "accounts.delegation_ended": _("The delegation of %(ministry)s to %(agency)s ends on %(ends_on)s (%(reference)s)"),
    "accounts.account_opened": _("An account was opened for %(name)s (%(email)s)"),
    "accounts.account_closed": _("The account of %(name)s was closed"),
    "accounts.account_reopened": _("The account of %(name)s was opened again"),
    "accounts.second_factor_reset": _("The second factor of %(name)s was reset"),
    "accounts.settings_changed": _("Settings were changed"),
    "accounts.messages_read": _("Messages read: %(count)s"),
    "accounts.signed_in": _("Signed in"),
    "accounts.signed_out": _("Signed out"),
    "accounts.password_reset_asked": _("A new password was asked for"),
    "accounts.password_changed": _("The password was changed"),
    "accounts.second_factor_added": _("A second factor was set up"),
    "accounts.second_factor_removed": _("A second factor was removed"),
    "accounts.passkey_added": _("A passkey was added"),
    "accounts.passkey_removed": _("A passkey was removed"),
    "accounts.provider_linked": _("A sign-in elsewhere was linked with the account"),
    "accounts.provider_unlinked": _("The sign-in elsewhere of %(name)s was unlinked"),
    "accounts.recovery_codes_made": _("New recovery codes were made"),
    "accounts.stepped_up": _("Confirmed with the second factor"),
    "accounts.sessions_ended": _("Signed out everywhere else"),
}

LABELS = {
    "role.ministry_officer": _("Ministry officer"),
    "role.ministry_approver": _("Ministry approver"),
    "role.agency_officer": _("Agency officer"),
    "role.region_officer": _("Regional government officer"),
    "role.institution_officer": _("Institution's office"),
    "role.expert": _("Expert"),
    "role.auditor": _("Auditor"),
    "role.coordinator": _("Coordinating committee"),
    "role.administrator": _("Administrator"),
    "role.member": _("Project team"),
    "kind.ministry": _("Ministry"),
    "kind.agency": _("Managing agency"),
    "kind.committee": _("Committee"),
    "kind.regional_government": _("Regional government"),
    "kind.university": _("University"),
    "kind.college": _("Community college"),
    "kind.public_research": _("Public research institute"),
    "kind.firm": _("Firm"),
    "kind.business_association": _("Business association"),
    "kind.cooperative": _("Cooperative"),
    "kind.ngo": _("Non-governmental organisation"),
    "kind.regional_agency": _("Regional agency"),
    "power.rules": _("Write rules"),
    "power.calls": _("Run calls"),
    "power.reviews": _("Run reviews"),
    "power.contracts": _("Run contracts"),
    "power.reports": _("Run reports"),
    "work.accounts.second_factor": _("Set up a second factor: %(role)s waits for it"),
    "work.accounts.vacant_office": _("Appoint somebody: %(title)s, %(organization)s"),
}
