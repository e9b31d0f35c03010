"""One way through the service with the client that openapi-python-client makes of its document: no request and no answer is
put together by hand.
"""

import datetime
import os
from decimal import Decimal

from plantrack_client import AuthenticatedClient, Client
from plantrack_client.api.catalogue import create_indicator
from plantrack_client.api.completion import show_scorecard, show_summary
from plantrack_client.api.outcomes import report_outcomes
from plantrack_client.api.plans import create_plan, find_plan
from plantrack_client.api.reading import read_target_phrase
from plantrack_client.api.targets import create_targets
from plantrack_client.models import (
    Comparison, CriterionThreshold, Direction, IndicatorIn, Language, Measure, OutcomeIn, PhraseIn, PlanIn, Problem, Scorecard,
    Status, TargetIn, TargetReadOut, TargetsOut,
)

base, key = os.environ["PLANTRACK"], os.environ.get("PLANTRACK_KEY")
client = AuthenticatedClient(base_url=base, token=key) if key else Client(base_url=base)

indicator = create_indicator.sync_detailed(client=client, body=IndicatorIn(
    code="py-jobs", name_en="New jobs", name_zh="新增就业", unit="万人", measure=Measure.FLOW, direction=Direction.HIGHER))
assert indicator.status_code == 201, indicator

plan = create_plan.sync_detailed(client=client, body=PlanIn(
    code="py-2022", title_en="A plan", title_zh="计划", issuer="tests", period="2022"))
assert plan.status_code == 201, plan

targets = create_targets.sync(client=client, plan="py-2022", body=TargetIn(indicator="py-jobs", target="60万人以上"))
assert isinstance(targets, TargetsOut), targets
criterion = targets.items[0].criterion
assert isinstance(criterion, CriterionThreshold) and criterion.op == Comparison.AT_LEAST, criterion
assert Decimal(criterion.value) == 60

reported = report_outcomes.sync_detailed(client=client, body=OutcomeIn(
    indicator="py-jobs", period="2022", outcome="71", reported_on=datetime.date(2023, 1, 13)))
assert reported.status_code in (200, 201), reported

card = show_scorecard.sync(client=client, plan="py-2022", on=datetime.date(2023, 1, 13), lang=Language.EN)
assert isinstance(card, Scorecard), card
first = card.indicators[0]
assert first.status == Status.ACHIEVED and Decimal(first.gap) == 11, first
assert first.explanation.en.startswith("Achieved"), first.explanation
summary = show_summary.sync(client=client, plan="py-2022", on=datetime.date(2023, 1, 13))
assert summary.summary.headline.by_status.achieved == 1, summary

# An error is a problem with a stable code.
missing = find_plan.sync(client=client, plan="py-none")
assert isinstance(missing, Problem) and missing.code == "not-found", missing
refused = read_target_phrase.sync(client=client, body=PhraseIn(
    phrase="as much as can be", unit="%", measure=Measure.RATE, direction=Direction.HIGHER))
assert isinstance(refused, Problem) and refused.errors[0].pointer == "/phrase", refused
read = read_target_phrase.sync(client=client, body=PhraseIn(
    phrase="5.5左右", unit="%", measure=Measure.RATE, direction=Direction.HIGHER))
assert isinstance(read, TargetReadOut) and read.criterion.about is True, read

print(f"python: one way through {base}, {len(card.indicators)} indicator, {first.status}")
