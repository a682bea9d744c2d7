"""What the desks' pages take. Rules are not here: the actions know them, and their refusals stand beside the fields."""

from programs.forms.calls import CallForm, DatesForm, NewCallForm, PartForm, ReasonForm, ScheduleForm
from programs.forms.programs import AgencyForm, BeginRulesForm, NewProgramForm, ProgramForm, RulesFileForm
from programs.forms.questions import FormSectionForm, PartNoteForm, QuestionForm

__all__ = [
    "AgencyForm",
    "BeginRulesForm",
    "CallForm",
    "DatesForm",
    "FormSectionForm",
    "NewCallForm",
    "NewProgramForm",
    "PartForm",
    "PartNoteForm",
    "ProgramForm",
    "QuestionForm",
    "ReasonForm",
    "RulesFileForm",
    "ScheduleForm",
]
