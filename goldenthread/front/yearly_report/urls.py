"""Addresses of yearly reports. The list, a published report and the proof behind a claim need no sign-in."""

from django.urls import path

from goldenthread.front.yearly_report import views

app_name = "yearly_report"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("begin/", views.begin, name="begin"),
    path("abbreviations/", views.abbreviations, name="abbreviations"),
    path("abbreviations/add/", views.add_abbreviation, name="add_abbreviation"),
    path("abbreviations/<int:pk>/", views.change_abbreviation, name="change_abbreviation"),
    path("abbreviations/<int:pk>/remove/", views.remove_abbreviation, name="remove_abbreviation"),
    path("proof/<slug:noun>/<path:ref>/", views.proof, name="proof"),
    path("<slug:key>/", views.report, name="report"),
    path("<slug:key>/read/", views.read, name="read"),
    path("<slug:key>/read.<slug:kind>", views.file, name="file"),
    path("<slug:key>/preview.<slug:kind>", views.preview_file, name="preview_file"),
    path("<slug:key>/preview/", views.preview, name="preview"),
    path("<slug:key>/checklist/", views.checklist, name="checklist"),
    path("<slug:key>/checklist/<slug:number>/mark/", views.mark, name="mark"),
    path("<slug:key>/checklist/<slug:number>/not-applicable/", views.not_applicable, name="not_applicable"),
    path("<slug:key>/chapters/order/", views.order, name="order"),
    path("<slug:key>/chapters/add/", views.add_chapter, name="add_chapter"),
    path("<slug:key>/ten-lines/", views.ten_lines, name="ten_lines"),
    path("<slug:key>/ten-lines/add/", views.add_line, name="add_line"),
    path("<slug:key>/ten-lines/take/", views.take_line, name="take_line"),
    path("<slug:key>/ten-lines/<int:pk>/", views.change_line, name="change_line"),
    path("<slug:key>/ten-lines/<int:pk>/move/", views.move_line, name="move_line"),
    path("<slug:key>/chapter/<slug:chapter>/", views.section, name="section"),
    path("<slug:key>/chapter/<slug:chapter>/write/", views.write, name="write"),
    path("<slug:key>/chapter/<slug:chapter>/leave-out/", views.leave_out, name="leave_out"),
    path("<slug:key>/chapter/<slug:chapter>/take-in/", views.take_in, name="take_in"),
    path("<slug:key>/chapter/<slug:chapter>/word/<slug:paragraph>/", views.word, name="word"),
    path("<slug:key>/chapter/<slug:chapter>/comment/", views.comment, name="comment"),
    path("<slug:key>/chapter/<slug:chapter>/choose/", views.choose, name="choose"),
    path("<slug:key>/chapter/<slug:chapter>/put-in-all/", views.put_in_all, name="put_in_all"),
    path("<slug:key>/comments/<int:pk>/settle/", views.settle, name="settle"),
    path("<slug:key>/close/", views.close, name="close"),
    path("<slug:key>/open-again/", views.open_again, name="open_again"),
    path("<slug:key>/sign/", views.sign, name="sign"),
    path("<slug:key>/publish/", views.publish, name="publish"),
    path("<slug:key>/correct/", views.correct, name="correct"),
    path("<slug:key>/correct/reason/", views.reason, name="reason"),
    path("<slug:key>/versions/<int:number>/withhold/", views.withhold, name="withhold"),
    path("<slug:key>/copies/", views.copies, name="copies"),
]
