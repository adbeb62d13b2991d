"""Addresses of the thread, all under `/<partnership>/thread/`."""

from django.urls import path

from goldenthread.thread.views import (
    actions,
    audience,
    breaks,
    findings,
    impacts,
    plan,
    proposals,
    recommendations,
    sources,
    themes,
)

app_name = "thread"
ONE = "<slug:holder>/<slug:key>/"

urlpatterns = [
    path("breaks/", breaks.breaks, name="breaks"),
    path("breaks/<slug:code>/", breaks.break_list, name="break_list"),
    path("actions/", plan.actions, name="actions"),
    path("actions.xlsx", plan.export_actions, {"kind": "xlsx"}, name="actions_xlsx"),
    path("actions.csv", plan.export_actions, {"kind": "csv"}, name="actions_csv"),
    path("mine/", plan.mine, name="mine"),
    path("themes/", themes.themes, name="themes"),
    path("themes/add/", themes.add_theme, name="add_theme"),
    path("theme/<slug:key>/", themes.theme, name="theme"),
    path("proposals/", proposals.proposals, name="proposals"),
    path(f"proposal/{ONE}", proposals.proposal, name="proposal"),
    path(f"proposal/{ONE}take-up/", proposals.take_up, name="take_up"),
    path(f"proposal/{ONE}decline/", proposals.decline, name="decline"),
    path("work/", sources.sources, name="sources"),
    path("work/add/", sources.add_source, name="add_source"),
    path(f"work/{ONE}", sources.source, name="source"),
    path(f"work/{ONE}edit/", sources.edit_source, name="edit_source"),
    path(f"work/{ONE}finding/", findings.add_finding, name="add_finding"),
    path(f"work/{ONE}recommendation/", recommendations.add_recommendation, name="add_recommendation"),
    path(f"work/{ONE}action/", actions.add_action, name="add_action"),
    path(f"work/{ONE}impact/", impacts.judge_source, name="judge_source"),
    path(f"work/{ONE}voice/", impacts.add_voice, name="add_voice"),
    path(f"work/{ONE}propose/", proposals.propose_from_source, name="propose_from_source"),
    path(f"work/{ONE}readers/", sources.name_reader, name="name_reader"),
    path(f"work/{ONE}readers/<slug:person>/remove/", sources.remove_reader, name="remove_reader"),
    path(f"finding/{ONE}", findings.finding, name="finding"),
    path(f"finding/{ONE}edit/", findings.edit_finding, name="edit_finding"),
    path(f"finding/{ONE}nothing-follows/", findings.lead_nowhere, name="lead_nowhere"),
    path(f"finding/{ONE}propose/", proposals.propose_from_finding, name="propose_from_finding"),
    path(f"recommendation/{ONE}", recommendations.recommendation, name="recommendation"),
    path(f"recommendation/{ONE}edit/", recommendations.edit_recommendation, name="edit_recommendation"),
    path(f"recommendation/{ONE}answer/", recommendations.answer, name="answer"),
    path(f"recommendation/{ONE}answers/<int:number>/", recommendations.edit_answer, name="edit_answer"),
    path(f"recommendation/{ONE}action/", actions.add_action_to_recommendation, name="add_action_to_recommendation"),
    path(f"recommendation/{ONE}impact/", impacts.judge_recommendation, name="judge_recommendation"),
    path(f"recommendation/{ONE}step/<slug:code>/", recommendations.step_recommendation, name="step_recommendation"),
    path(f"action/{ONE}", actions.action, name="action"),
    path(f"action/{ONE}edit/", actions.edit_action, name="edit_action"),
    path(f"action/{ONE}due/", actions.move_due, name="move_due"),
    path(f"action/{ONE}update/", actions.progress, name="progress"),
    path(f"action/{ONE}evidence/", actions.evidence, name="evidence"),
    path(f"evidence/{ONE}edit/", actions.edit_evidence, name="edit_evidence"),
    path(f"action/{ONE}impact/", impacts.judge_action, name="judge_action"),
    path(f"action/{ONE}step/<slug:code>/", actions.step_action, name="step_action"),
    path(f"impact/{ONE}", impacts.impact, name="impact"),
    path(f"impact/{ONE}edit/", impacts.edit_impact, name="edit_impact"),
    path(f"voice/{ONE}", impacts.voice, name="voice"),
    path(f"voice/{ONE}edit/", impacts.edit_voice, name="edit_voice"),
    path(f"voice/{ONE}consent/", impacts.give_consent, name="give_consent"),
    path(f"voice/{ONE}no-consent/", impacts.withdraw_consent, name="withdraw_consent"),
]
for place, noun in (
    ("work", "source"), ("finding", "finding"), ("recommendation", "recommendation"), ("action", "action"), ("impact", "impact"),
    ("voice", "voice"),
):  # fmt: skip
    urlpatterns += [
        path(f"{place}/{ONE}release/", audience.release, {"noun": noun}, name=f"release_{noun}"),
        path(f"{place}/{ONE}public-text/", audience.reword, {"noun": noun}, name=f"reword_{noun}"),
        path(f"{place}/{ONE}closer/", audience.closer, {"noun": noun}, name=f"closer_{noun}"),
    ]
