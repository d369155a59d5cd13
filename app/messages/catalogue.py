"""Every message Lertrat sends: its kind, subject and body, written in the recipient's language."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.errors import N_


@dataclass(frozen=True)
class Wording:
    """The standard subject and body as English texts with %(name)s places."""

    subject: str
    body: str


MESSAGES: dict[str, Wording] = {
    "daily_digest": Wording(
        N_("Lertrat, messages of the day until %(day)s: %(count)s"),
        N_("Your messages since the last digest:\n\n%(list)s"),
    ),
    "invitation": Wording(
        N_("Invitation to Lertrat"),
        N_("%(inviter)s invites you to Lertrat as %(role)s. Open the link and choose a password by %(until)s."),
    ),
    "account_made": Wording(
        N_("Your account in Lertrat"),
        N_("%(inviter)s registered you as %(role)s. Open the link to choose a password. It works until %(until)s."),
    ),
    "account_made_without_role": Wording(
        N_("Your account in Lertrat"),
        N_("%(inviter)s registered you in Lertrat. Open the link to choose a password. It works until %(until)s."),
    ),
    "password_reset": Wording(
        N_("Choose a new password"), N_("Open the link to choose a new password. It works until %(until)s.")
    ),
    "second_factor_switched_on": Wording(
        N_("Two-step sign-in is switched on"),
        N_(
            "Since %(at)s you enter a code from your phone after the password. If this was not you, choose a new "
            "password and tell an administrator."
        ),
    ),
    "second_factor_switched_off": Wording(
        N_("Two-step sign-in is switched off"),
        N_(
            "Since %(at)s your password alone lets you in. If this was not you, choose a new password and tell an "
            "administrator."
        ),
    ),
    "second_factor_reset": Wording(
        N_("Your two-step sign-in was reset"),
        N_(
            "An administrator reset your two-step sign-in on %(at)s. Reason: %(reason)s\n\nSign in with your "
            "password and set it up again. If you did not ask for this, tell OPDC at once."
        ),
    ),
    "recovery_code_used": Wording(
        N_("A recovery code was used"),
        N_(
            "One of your recovery codes was used on %(at)s. Codes left: %(left)s. If this was not you, choose a new "
            "password and tell an administrator."
        ),
    ),
    "approval_wanted": Wording(
        N_("Waiting for your approval: %(title)s"),
        N_("%(sender)s sent “%(title)s” (%(code)s) for your approval. %(deadline)s on %(closes)s."),
    ),
    "part_given": Wording(
        N_("You look after a part: %(title)s"),
        N_("%(sender)s asks you to look after the part “%(part)s” of “%(title)s” (%(code)s)."),
    ),
    "comment_written": Wording(
        N_("New comment from a colleague: %(title)s"),
        N_("%(sender)s wrote a comment on the part “%(part)s” of “%(title)s” (%(code)s). Open the page to read it."),
    ),
    "sent_back": Wording(
        N_("Sent back to the team: %(title)s"), N_("“%(title)s” (%(code)s) was sent back to you. Reason: %(reason)s")
    ),
    "entry_withdrawn": Wording(
        N_("Withdrawn: %(title)s"), N_("“%(title)s” (%(code)s) was withdrawn by %(sender)s. Reason: %(reason)s")
    ),
    "application_submitted": Wording(
        N_("Received: %(title)s"),
        N_("We received “%(title)s” (%(code)s) on %(at)s. Your receipt is number %(receipt)s."),
    ),
    "application_arrived": Wording(
        N_("New application to screen: %(code)s"), N_("“%(title)s” (%(code)s) from %(agency)s is ready to be screened.")
    ),
    "application_returned": Wording(
        N_("To correct: %(title)s"),
        N_(
            "“%(title)s” (%(code)s) was returned for correction. Parts to correct: %(parts)s. "
            "Correct them and submit again by %(due)s. Reason: %(reason)s"
        ),
    ),
    "application_screened_out": Wording(
        N_("Result of screening: %(title)s"), N_("“%(title)s” (%(code)s) did not pass screening. Reason: %(reason)s")
    ),
    "application_passed": Wording(
        N_("Passed screening: %(title)s"), N_("“%(title)s” (%(code)s) passed screening and goes on to assessment.")
    ),
    "extension_granted": Wording(
        N_("More time: %(programme)s"),
        N_("What %(agency)s still has to send in %(programme)s is due on %(until)s. Reason: %(reason)s"),
    ),
    "extension_revoked": Wording(
        N_("More time taken back: %(programme)s"),
        N_("Entries of %(agency)s in %(programme)s close on %(until)s, without more time. Reason: %(reason)s"),
    ),
    "report_wanted": Wording(
        N_("Application Report due: %(title)s"),
        N_("“%(title)s” (%(code)s) goes on. Please submit the Application Report by %(due)s."),
    ),
    "assignment_published": Wording(
        N_("New assignments for you: %(count)s"),
        N_("You are asked to assess %(count)s entries of %(programme)s. Please accept or decline each of them."),
    ),
    "assignment_declined": Wording(
        N_("An assessor declined: %(code)s"), N_("An assessor of %(code)s declined. Reason: %(reason)s")
    ),
    "answer_wanted": Wording(
        N_("Please accept or decline: %(code)s"),
        N_("You were asked to assess %(code)s on %(asked)s. Please accept or decline, so that the panel can begin."),
    ),
    "declaration_wanted": Wording(
        N_("Declare your conflicts of interest: %(cycle)s"),
        N_("Please make this year's declaration of conflicts for %(cycle)s. Nothing is assigned to you before."),
    ),
    "consensus_reopened": Wording(
        N_("Assessment open again: %(code)s"),
        N_(
            "A seat of the panel of “%(title)s” (%(code)s) became empty, so its consensus is void. It opens anew when "
            "every sheet is in."
        ),
    ),
    "agreement_questioned": Wording(
        N_("An earlier agreement is in question: %(code)s"),
        N_(
            "A conflict came to light after the panel of “%(stage)s” had recorded its agreement on “%(title)s” "
            "(%(code)s). The sheet is void. Nothing is decided on this application before two persons say whether the "
            "agreement stands."
        ),
    ),
    "consensus_opened": Wording(
        N_("Consensus open: %(code)s"), N_("All sheets of “%(title)s” (%(code)s) are in. The consensus is open.")
    ),
    "site_visit_wanted": Wording(
        N_("Site visit: %(code)s"),
        N_("“%(title)s” (%(code)s) is in line for a site visit. The lead records its outcome."),
    ),
    "visit_announced": Wording(
        N_("A site visit is planned: %(title)s"),
        N_("The panel will visit for “%(title)s” (%(code)s). OPDC will agree the date with you."),
    ),
    "visit_scheduled": Wording(
        N_("Time of the site visit: %(code)s"),
        N_(
            "The visit for “%(title)s” (%(code)s) is from %(starts)s to %(ends)s: %(place)s. "
            "A calendar file is attached."
        ),
    ),
    "visit_date_told": Wording(
        N_("Time of the panel's visit: %(title)s"),
        N_(
            "The panel visits you for “%(title)s” (%(code)s) from %(starts)s to %(ends)s: %(place)s. "
            "The agenda stands on the page of the entry. A calendar file is attached."
        ),
    ),
    "round_released": Wording(
        N_("Result of the round: %(title)s"), N_("The result of this round for “%(title)s” (%(code)s) can now be read.")
    ),
    "round_decided_anew": Wording(
        N_("Result of the round changed: %(title)s"),
        N_("OPDC decided the result of a round for “%(title)s” (%(code)s) anew. It can now be read."),
    ),
    "second_signature_wanted": Wording(
        N_("Second signature wanted: %(code)s"),
        N_("%(proposer)s proposed a step for %(code)s that needs a second person. It lapses on %(until)s."),
    ),
    "result_announced": Wording(
        N_("Result announced: %(title)s"), N_("The result of “%(title)s” (%(code)s) has been announced.")
    ),
    "announcement_stopped": Wording(
        N_("Not announced: %(programme)s"),
        N_("The announcement set for %(due)s was stopped: the results changed since. Open the link to look again."),
    ),
    "certificate_revoked": Wording(
        N_("Certificate revoked: %(title)s"),
        N_("The certificate for “%(title)s” (%(code)s) was revoked. Reason: %(reason)s"),
    ),
    "feedback_released": Wording(
        N_("Feedback report ready: %(title)s"), N_("The feedback report on “%(title)s” (%(code)s) is ready to read.")
    ),
    "dates_changed": Wording(
        N_("Dates changed: %(programme)s"),
        N_("The dates of %(programme)s have changed. Entries close on %(closes)s. Please look at what is due for you."),
    ),
    "range_changed": Wording(
        N_("An indicator is scored otherwise: %(programme)s"),
        N_(
            "OPDC changed the range that an indicator you use is scored by in %(programme)s. "
            "Your figures are as you gave them; the score beside them is by the new range. Reason: %(reason)s"
        ),
    ),
    "plan_follow_up_due": Wording(
        N_("Follow up the improvement plan: %(title)s"),
        N_(
            "%(months)s months have passed since the feedback on “%(title)s” (%(code)s). Please note how the plan went."
        ),
    ),
    "closing_soon": Wording(
        N_("%(deadline)s soon: %(title)s"),
        N_("“%(title)s” (%(code)s) has not been submitted. %(deadline)s on %(closes)s."),
    ),
    "sheet_due_soon": Wording(
        N_("Score sheet due: %(code)s"), N_("Please submit your score sheet of %(code)s. Due: %(due)s.")
    ),
    "sheet_due_changed": Wording(
        N_("Score sheet due at another time: %(code)s"),
        N_("Your score sheet of %(code)s is now due on %(due)s. Reason: %(reason)s"),
    ),
    "office_notice": Wording(
        N_("From OPDC: %(programme)s"), N_("Dear %(name)s,\n\nThis is about:\n%(entries)s\n\nOPDC")
    ),
    "office_instruction": Wording(
        N_("Please note: %(programme)s"), N_("Dear %(name)s,\n\nThis is about:\n%(entries)s\n\nOPDC")
    ),
    "coordination_handed_over": Wording(
        N_("Coordination handed over: %(agency)s"),
        N_("%(successor)s coordinates for %(agency)s from now on in place of %(leaver)s. The drafts are as they were."),
    ),
    "question_asked": Wording(
        N_("Question from an agency: %(programme)s"),
        N_("%(agency)s asked a question about %(programme)s. Open the link to answer it."),
    ),
    "question_answered": Wording(
        N_("Your question is answered: %(programme)s"),
        N_("OPDC answered your agency's question about %(programme)s. Open the link to read the answer."),
    ),
    "appeal_received": Wording(
        N_("Appeal received: %(title)s"),
        N_("We received your appeal about “%(title)s” (%(code)s) on %(at)s. Its number is %(number)s."),
    ),
    "complaint_received": Wording(
        N_("Complaint received: %(title)s"),
        N_(
            "A complaint about “%(title)s” (%(code)s) was received, number %(number)s. OPDC looks into it; "
            "the answer will stand on its page."
        ),
    ),
    "appeal_arrived": Wording(
        N_("To answer: %(number)s"),
        N_("An appeal or complaint about “%(title)s” (%(code)s) of %(agency)s waits to be taken up: %(number)s."),
    ),
    "appeal_answer_due": Wording(
        N_("Answer by %(due)s: %(number)s"),
        N_(
            "The answer to %(number)s about “%(title)s” (%(code)s) of %(agency)s is promised by %(due)s and is not "
            "given yet. Two persons sign it."
        ),
    ),
    "appeal_taken_up": Wording(
        N_("Being looked into: %(number)s"),
        N_("OPDC is looking into %(number)s about “%(title)s” (%(code)s). You will be told when it is answered."),
    ),
    "appeal_answered": Wording(
        N_("Answered: %(number)s"),
        N_("OPDC has answered %(number)s about “%(title)s” (%(code)s). Open the link to read the answer."),
    ),
    "service_certified": Wording(
        N_("Certificate of service: %(cycle)s"),
        N_("Thank you for assessing in %(cycle)s. Your certificate of service can be downloaded from your profile."),
    ),
    "application_withdrawn": Wording(
        N_("Withdrawn: %(code)s"), N_("“%(title)s” (%(code)s) was withdrawn by the agency.")
    ),
    "application_disqualified": Wording(
        N_("Disqualified: %(title)s"), N_("“%(title)s” (%(code)s) was disqualified. Reason: %(reason)s")
    ),
}
