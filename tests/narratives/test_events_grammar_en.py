"""What the grammar of an English sentence says of it: does it tell a happening, or how things stand?"""

from __future__ import annotations

import pytest

from guide_engine import read_story

START = "On 9 March 300 bounces arrived in the mailbox that I use for the shop.\n\n"


def told(text: str) -> list[str]:
    """The types of the events that ``text`` tells, behind a first event."""
    return [e.type for e in read_story(START + text).events if e.quote not in START]


ACT_BEFORE_DOUBT = [
    ("She printed two of the messages, studied them for maybe half an hour and rang the helpdesk.", ["check"]),
    ("We reset his password, though it may have been too late by then.", ["action"]),
    ("The hosting firm restored the site from what they believed was a clean copy.", ["action"]),
    ("I rang the bank to ask whether anyone could have used the card.", ["action"]),
    ("The technician removed a plugin that nobody seems to have updated.", ["action"]),
    ("We told every customer that they should ignore the message.", ["action"]),
    ("Marta phoned me to say her parcels were going to be late and that my mail looked odd.", ["discovery"]),
    ("They unlocked the mailbox on Friday and hope to restore the calendar next week.", ["action"]),
    ("We wrote to all of them on Monday to apologise.", ["action"]),
    ("I did what I should have done at once and called the provider.", ["action"]),
    ("It said that I should click on the button.", []),
    ("Anything that came back on Monday will have to be sent again.", []),
    ("If we closed the form, the mail would perhaps stop.", []),
]
STANDING = [
    "Outgoing post is not affected.",
    "Payment details are not kept on that server.",
    "Our archive is not known to have been opened.",
    "They promised the reader a voucher.",
    "Each carried the logo of a courier.",
    "Crooks use any name they find.",
    "Old mailboxes make easy targets.",
    "What it needs is a good clean-up.",
    "I'll mark this as solved.",
    "Marking as resolved.",
    "That's a long story.",
    "I am not a computer person.",
    "I am told it happens to the best of us.",
    "Nine times out of ten the password was too short.",
    "My only advice is to read the returned letter first.",
    "Others thought the printer was to blame.",
    "Written on 3 April in the kitchen.",
    "Told him not to delete anything.",
    "It's a pity.",
]
NUMBERS = [
    "By noon I was at 340.",
    "On Sunday we had 77.",
    "There are 412 in the inbox now.",
    "Returns were at 96 by bedtime.",
    "We are at 2,300 as of this morning.",
    "The pile was past 900 on Tuesday.",
    "The counter is at 5,010.",
    "At 09:40 on Wednesday the forwarding rule was back.",
]
SHORT = [
    ("No bounces since breakfast.", ["outcome"]),
    ("No messages at all today.", ["outcome"]),
    ("Off the last list since Sunday.", ["outcome"]),
    ("Clean.", ["check"]),
    ("The scan of the office laptop took an hour.", ["check"]),
    ("There were two sign-ins that nobody could explain.", ["discovery"]),
    ("There's a forwarding rule in the settings of the mailbox.", ["discovery"]),
    ("A customer rang on Tuesday.", ["discovery"]),
    ("The bounces kept coming.", ["outcome"]),
    ("The second list released us overnight.", ["outcome"]),
    ("The last was on 16 March.", ["outcome"]),
    ("The form is back now.", ["outcome"]),
    ("Done: new mailboxes now need a second factor.", ["action"]),
    ("We have spoken to all of the owners.", ["action"]),
    ("Our old address remains on two lists.", ["aftermath"]),
    ("I changed my password and it made no difference.", ["action", "outcome"]),
    ("No viruses, no trojans.", ["check"]),
    ("You're an open relay.", ["discovery"]),
    ("That's an autoresponder answering another.", ["discovery"]),
    ("The culprit is a contact form on the old site.", ["discovery"]),
    ("We withdraw the notice we posted yesterday.", ["decision"]),
    ("There is no fault on the line, so we withdraw what we wrote this morning.", ["decision"]),
    ("I take back what I said about the printer.", ["decision"]),
]
TWO_ACTS = [
    "We blocked the account at 9:15 and deleted about 2,300 messages from the queue.",
    "I switched the forward off on Monday, and Jonas added the missing record.",
    "I turned off the form, and he restored the old page.",
    "We wrote to the members on Friday and have informed the police.",
    "She called our agency, who took the page down at 08:20.",
    "I changed the password, and we signed out every device.",
    "We notified the bank on 2 June and have hired a lawyer.",
]


@pytest.mark.parametrize(("text", "wanted"), ACT_BEFORE_DOUBT)
def test_doubt_or_advice_behind_the_main_verb_leaves_what_it_tells(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("text", STANDING)
def test_how_things_stand_is_no_event(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", NUMBERS)
def test_how_many_there_were_by_then_is_a_symptom(text: str) -> None:
    assert told(text) == ["symptom"]


@pytest.mark.parametrize(("text", "wanted"), SHORT)
def test_results_findings_and_withdrawals_in_a_few_words(text: str, wanted: list[str]) -> None:
    assert told(text) == wanted


@pytest.mark.parametrize("text", TWO_ACTS)
def test_a_second_act_with_a_doer_a_time_or_a_number_of_its_own_is_a_second_event(text: str) -> None:
    assert told(text) == ["action", "action"]
