"""AE: a record for each grade of an episode; AEGRPID holds an episode together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from timeline.events import Event
from timeline.exporting.cdisc.dataset import (
    FACT,
    IDENTIFIERS,
    Dataset,
    Record,
    qualifier_of,
    supplemental,
    variables,
)
from timeline.exporting.cdisc.subject import Subject
from timeline.exporting.cdisc.terminology import ATTRIBUTION


def records(subject: Subject) -> Iterator[Record]:
    reported = sorted(subject.of("adverse_event"), key=lambda event: event.payload["episode"])
    for episode, group in groupby(reported, key=lambda event: event.payload["episode"]):
        steps = list(group)
        for step, following in [*pairwise(steps), (steps[-1], None)]:
            said = step.payload
            if said["grade"] == 0:
                if step is steps[0]:
                    yield _absent(subject, step)
                continue
            until = following.occurred_on if following else None
            causes = [ATTRIBUTION.get(one, one.upper()) for one in said.get("attribution", [])]
            yield {
                "AEGRPID": episode,
                "AETERM": said["term"],
                "AEDECOD": said["term"],
                "AEREL": "; ".join(causes),
                "AESDTH": "Y" if said["grade"] == 5 else None,
                "AETOXGR": str(said["grade"]),
                "AESTDTC": step.occurred_on,
                "AEENDTC": until,
                "AESTDY": subject.study_day(step.occurred_on),
                "AEENDY": subject.study_day(until),
                FACT: step.fact,
            }


def _absent(subject: Subject, event: Event) -> Record:
    """What was looked for and not there."""
    return {
        "AEGRPID": event.payload["episode"],
        "AETERM": event.payload["term"],
        "AEDECOD": event.payload["term"],
        "AEPRESP": "Y",
        "AEOCCUR": "N",
        "AESTDTC": event.occurred_on,
        "AESTDY": subject.study_day(event.occurred_on),
        FACT: event.fact,
    }


def supplement(subject: Subject) -> Iterator[Record]:
    """By which version of the criteria an episode was graded."""
    versions = {
        event.payload["episode"]: event.payload["ctcae_version"]
        for event in subject.of("adverse_event")
    }
    for episode, version in sorted(versions.items()):
        yield qualifier_of("AEGRPID", episode, "AECTCAEV", "CTCAE Version", version)


SUPPAE = supplemental("AE", supplement)
AE = Dataset(
    "AE",
    "Adverse Events",
    (
        *IDENTIFIERS,
        *variables(
            ("AESEQ#", "Sequence Number"),
            ("AEGRPID", "Group ID"),
            ("AETERM", "Reported Term for the Adverse Event"),
            ("AEDECOD", "Dictionary-Derived Term"),
            ("AEPRESP", "Pre-Specified Adverse Event"),
            ("AEOCCUR", "Adverse Event Occurrence"),
            ("AEREL", "Causality"),
            ("AESDTH", "Results in Death"),
            ("AETOXGR", "Standard Toxicity Grade"),
            ("AESTDTC", "Start Date/Time of Adverse Event"),
            ("AEENDTC", "End Date/Time of Adverse Event"),
            ("AESTDY#", "Study Day of Start of Adverse Event"),
            ("AEENDY#", "Study Day of End of Adverse Event"),
        ),
    ),
    records,
)
