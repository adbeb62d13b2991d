"""What the thread offers the house."""

from goldenthread.foundation.room import (
    Chapter,
    Discussed,
    HandOver,
    Menu,
    Noun,
    Offer,
    Permission,
    RecordPart,
    TodayItems,
    Verb,
)
from goldenthread.thread import chapters, operations, record_parts, references, today
from goldenthread.thread.blocks import ThreadPicture
from goldenthread.thread.chapters import proposed
from goldenthread.thread.dues import DUE
from goldenthread.thread.messages import MESSAGES
from goldenthread.thread.queries import candidates, discussed, of_agency, proof
from goldenthread.thread.states import NOTHING_NEW_SAID
from goldenthread.thread.withdrawals import WITHDRAWALS

NOTED = operations.note_listed_reading
OFFER = Offer(
    menu=(
        Menu("thread", "Where the thread breaks", "thread:breaks", "thread.read", "See what led nowhere, and why.", 10),
        Menu(
            "thread", "Action plan", "thread:actions", "thread.read", "Everything that somebody owes, in one list.", 20
        ),
        Menu("thread", "Themes", "thread:themes", "thread.read", "What keeps coming back, year after year.", 30),
        Menu("thread", "All work", "thread:sources", "thread.read", "Every piece of work and what came of it.", 40),
        Menu(
            "thread",
            "Proposed work",
            "thread:proposals",
            "thread.read",
            "Where one piece of work asks for another, and what became of it.",
            50,
        ),
        Menu(
            "work",
            "Record a piece of work",
            "thread:add_source",
            "thread.write",
            "A review, audit, meeting or anything else that found something.",
            10,
        ),
    ),
    nouns=(
        Noun(
            "source", "thread.Source", "piece of work", "pieces of work", resolve=references.sources, proof=proof.source
        ),
        Noun("finding", "thread.Finding", "finding", "findings", resolve=references.findings, proof=proof.finding),
        Noun(
            "recommendation",
            "thread.Recommendation",
            "recommendation",
            "recommendations",
            resolve=references.recommendations,
            proof=proof.recommendation,
        ),
        Noun("action", "thread.Action", "action", "actions", resolve=references.actions, proof=proof.action),
        Noun("evidence", "thread.Evidence", "evidence", "evidence", resolve=references.evidence),
        Noun("impact", "thread.Impact", "impact", "impacts", resolve=references.impacts, proof=proof.impact),
        Noun("voice", "thread.Voice", "voice", "voices", resolve=references.voices, proof=proof.voice),
        Noun("proposal", "thread.Proposal", "proposal", "proposals", resolve=references.proposals),
        Noun("theme", "thread.Theme", "theme", "themes", resolve=references.themes, proof=proof.theme),
        Noun(
            "priority", "thread.Priority", "priority", "priorities", resolve=references.priorities, proof=proof.priority
        ),
    ),
    permissions=(
        Permission("thread.read", "read the thread"),
        Permission("thread.write", "record pieces of work, findings and recommendations"),
        Permission("thread.answer", "answer a recommendation for an agency"),
        Permission("thread.add_action", "add and change actions"),
        Permission("thread.agree_action", "agree and withdraw actions"),
        Permission("thread.progress", "report progress and give evidence"),
        Permission("thread.report_done", "report an action done"),
        Permission("thread.assure", "assure an action, or send it back"),
        Permission("thread.judge", "judge what an action or recommendation changed for children"),
        Permission("thread.close_recommendation", "close a recommendation"),
        Permission("thread.release", "release something to a wider circle of readers"),
        Permission("thread.list_readers", "say which listed people may read a piece of work"),
        Permission("thread.voices", "record what children and practitioners said, and their consent"),
        Permission("thread.propose", "propose further work"),
        Permission("thread.decide_proposal", "take up or decline what is proposed"),
        Permission("thread.export", "take a list out as Excel or CSV"),
    ),
    verbs=(
        Verb("thread.source_added", "recorded this piece of work"),
        Verb("thread.source_changed", "changed this piece of work"),
        Verb("thread.finding_added", "added this finding"),
        Verb("thread.finding_changed", "changed this finding"),
        Verb("thread.finding_leads_nowhere", "recorded why nothing further follows"),
        Verb("thread.recommendation_added", "added this recommendation"),
        Verb("thread.recommendation_changed", "changed this recommendation"),
        Verb("thread.recommendation_answered", "answered this recommendation"),
        Verb("thread.answer_corrected", "corrected an answer to this recommendation"),
        Verb("thread.recommendation_closed", "closed this recommendation"),
        Verb("thread.recommendation_withdrawn", "withdrew this recommendation"),
        Verb("thread.recommendation_reopened", "opened this recommendation again"),
        Verb("thread.action_added", "added this action"),
        Verb("thread.action_changed", "changed this action"),
        Verb("thread.action_agreed", "agreed this action"),
        Verb("thread.action_reported_done", "reported this action done"),
        Verb("thread.action_assured", "assured this action"),
        Verb("thread.action_sent_back", "sent this action back"),
        Verb("thread.action_withdrawn", "withdrew this action"),
        Verb("thread.action_due_moved", "moved the due date"),
        Verb("thread.action_progress", "reported progress"),
        Verb("thread.action_handed_over", "handed this action over"),
        Verb("thread.recommendation_handed_over", "asked another agency for the answer that one owed"),
        Verb("thread.evidence_added", "gave evidence"),
        Verb("thread.evidence_corrected", "corrected evidence"),
        Verb("thread.impact_judged", "judged the impact"),
        Verb("thread.released", "released this to a wider circle of readers"),
        Verb("thread.public_text_changed", "changed the text that others read"),
        Verb("thread.kept_closer", "restricted this to a narrower circle of readers"),
        Verb("thread.reader_named", "listed a reader"),
        Verb("thread.reader_removed", "removed a listed reader"),
        Verb("thread.named_read", "read this record, which is kept to listed people", only_read=True),
        Verb("thread.impact_changed", "mended the words of this judgement"),
        Verb("thread.voice_changed", "mended these words"),
        Verb("thread.voice_added", "recorded what was said"),
        Verb("thread.consent_given", "recorded consent to publish"),
        Verb("thread.consent_withdrawn", "recorded that consent was withdrawn"),
        Verb("thread.theme_added", "added this theme"),
        Verb("thread.priority_added", "added this priority"),
        Verb("thread.priority_changed", "changed this priority"),
        Verb("thread.proposed", "proposed this"),
        Verb("thread.proposal_taken_up", "took this up"),
        Verb("thread.proposal_declined", "declined this"),
        Verb("thread.exported", "took a list out", only_read=True),
    ),
    chapters=(
        Chapter(
            "actions_and_impact",
            "What changed for children",
            ("1", "2", "5"),
            chapters.changed,
            10,
            draws_on=(candidates.IMPACTS,),
            proposes=proposed.of_impact,
        ),
        Chapter(
            "voices",
            "What children and practitioners told us",
            ("8",),
            chapters.voices,
            12,
            draws_on=(candidates.VOICES,),
        ),
        Chapter(
            "learning",
            "What we learned, and what we did",
            ("1", "2", "4", "5", "7"),
            chapters.learning,
            20,
            draws_on=(
                candidates.SOURCES,
                candidates.FINDINGS,
                candidates.RECOMMENDATIONS,
                candidates.ACTIONS,
                candidates.IMPACTS,
            ),
            proposes=proposed.of_learning,
        ),
        Chapter("thread", "The golden thread", ("2", "5"), chapters.thread, 24),
    ),
    today=(
        TodayItems("proposals", today.proposals, 25, under="decision"),
        TodayItems("agreements", today.agreements, 30, under="decision"),
        TodayItems("assurances", today.assurances, 32, under="decision"),
        TodayItems("judgements", today.judgements, 34, under="decision"),
        TodayItems("answers", today.answers, 40),
        TodayItems("look_again", today.look_again, 45),
    ),
    dues=(DUE,),
    messages=MESSAGES,
    discussed=(
        Discussed("finding", discussed.of_findings, "thread.write", opened=NOTED),
        Discussed(
            "recommendation",
            discussed.of_recommendations,
            "thread.write",
            NOTHING_NEW_SAID["recommendation"],
            NOTED,
        ),
        Discussed("action", discussed.of_actions, "thread.write", NOTHING_NEW_SAID["action"], NOTED),
    ),
    blocks=(ThreadPicture,),
    withdrawals=WITHDRAWALS,
    hand_overs=(
        HandOver(
            "action", "Actions that it owns", of_agency.actions, operations.pass_actions_on, "thread.handed_over", 10
        ),
        HandOver(
            "answer", "Answers that it owes", of_agency.answers, operations.pass_answers_on, "thread.answer_asked", 20
        ),
    ),
    record_parts=(
        RecordPart(record_parts.THEME, record_parts.themes),
        RecordPart(record_parts.PRIORITY, record_parts.priorities),
        RecordPart(record_parts.SOURCE, record_parts.sources),
        RecordPart(record_parts.FINDING, record_parts.findings),
        RecordPart(record_parts.RECOMMENDATION, record_parts.recommendations),
        RecordPart(record_parts.ACTION, record_parts.actions),
        RecordPart(record_parts.EVIDENCE, record_parts.evidence),
        RecordPart(record_parts.IMPACT, record_parts.impacts),
        RecordPart(record_parts.VOICE, record_parts.voices),
        RecordPart(record_parts.PROPOSAL, record_parts.proposals),
    ),
    retention={
        "source": "Kept as long as the work's own kind demands, 10 years unless the business unit sets otherwise; "
        "then reviewed, never erased by itself. Local default, check.",
        "finding": "Kept with its piece of work.",
        "recommendation": "Kept with its piece of work.",
        "action": "Kept with its piece of work.",
        "evidence": "Kept with its action.",
        "impact": "Kept with what it judges.",
        "voice": "Kept with its piece of work. Words whose consent was withdrawn leave everything made from then on.",
        "proposal": "Kept with what it came from.",
        "theme": "Kept for good: what keeps coming back is seen by it.",
        "priority": "Kept for good: it says what the partnership resolved to put first.",
    },
)
