"""What the desks' pages take. Rules are not here: the actions know them, and their refusals stand beside the fields."""

from programs.forms.calls import CallForm, DatesForm, NewCallForm, PartForm, ReasonForm, ScheduleForm
from programs.forms.programs import AgencyForm, BeginRulesForm, NewProgramForm, ProgramForm, RulesFileForm

__all__ = [
    "AgencyForm",
    "BeginRulesForm",
    "CallForm",
    "DatesForm",
    "NewCallForm",
    "NewProgramForm",
    "PartForm",
    "ProgramForm",
    "ReasonForm",
    "RulesFileForm",
    "ScheduleForm",
]
