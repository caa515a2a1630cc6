"""The study's definitions: time origin, windows, thresholds, rules of censoring and imputation."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from timeline.errors import InvalidProtocol, UnknownKind
from timeline.kinds import REMARKS, drug_name, find_kind

Days = Annotated[int, Meta(ge=0, le=36_525)]
Origin = Literal[
    "first_rt_fraction", "first_drug_dose", "first_imaging", "registration", "first_event"
]
Criterion = Literal["mrecist", "recist11"]
Imputation = Literal["earliest", "middle", "latest"]


class _Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One table of the protocol file. Every key is required: nothing is defined by omission."""


class Study(_Section, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    title: Annotated[str, Meta(max_length=300)]


class Time(_Section, frozen=True):
    origin: Origin
    days_per_month: Annotated[float, Meta(gt=27, lt=32)]
    count_first_day: bool


class OverallSurvival(_Section, frozen=True):
    contact_kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        for name in self.contact_kinds:
            try:
                find_kind(name)
            except UnknownKind as error:
                raise ValueError(f"contact_kinds: {error}") from error
            if name in REMARKS:
                raise ValueError(f"contact_kinds: {name!r} is said of the record, it is no contact")


class TimeToProgression(_Section, frozen=True):
    censoring: Literal["death_or_last_contact", "last_evaluable_imaging"]
    unassessed: Literal["last_marker", "origin"]


class ProgressionFreeSurvival(_Section, frozen=True):
    censoring: Literal["last_contact", "last_evaluable_imaging"]


class AfpDecline(_Section, frozen=True):
    baseline_window_days: Days
    post_after: Literal["last_rt_fraction", "origin"]
    decline_percent: Annotated[float, Meta(gt=0, lt=100)]
    elevated_iu_per_ml: Annotated[float, Meta(gt=0)]


class LateToxicity(_Section, frozen=True):
    after: Literal["last_rt_fraction", "first_rt_fraction", "origin"]
    landmark_months: tuple[Annotated[int, Meta(ge=1, le=600)], ...]
    landmark_days: tuple[Annotated[int, Meta(ge=1, le=20_000)], ...]
    span: Literal["around_landmark", "from_landmark"]
    window_days: Days

    def __post_init__(self) -> None:
        if len(self.landmark_months) != len(self.landmark_days):
            raise ValueError("landmark_months and landmark_days differ in length")
        if not self.landmark_months or len(set(self.landmark_months)) < len(self.landmark_months):
            raise ValueError("landmark_months: expected one month or more, each once")


class SkinReaction(_Section, frozen=True):
    terms: tuple[Annotated[str, Meta(min_length=1)], ...]
    examined_term: Annotated[str, Meta(min_length=1)]


class Assessment(_Section, frozen=True):
    """When the response is assessed and by which criterion; both days count."""

    criterion: Criterion
    first_day: Days
    last_day: Days

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"last_day: {self.last_day} is before the first, {self.first_day}")


class ResponseRules(_Section, frozen=True):
    progression_by: Literal["reported", "criteria"]
    targets: Literal["in_field", "all"]
    baseline_window_days: Days
    assessment_span_days: Annotated[int, Meta(ge=0, le=31)]
    assessed_after: Literal["last_rt_fraction", "origin"]
    confirmation_days: Days
    stable_disease_days: Days
    primary: Assessment
    metastasis: Assessment
    other: Assessment


class Toxicity(_Section, frozen=True):
    ctcae_version: Literal["3.0", "4.03", "5.0"]
    source: Literal["both", "reported", "laboratory"]
    baseline_window_days: Days
    on_treatment_days: Days
    late_from_days: Days


class LiverFunction(_Section, frozen=True):
    window_days: Days
    albumin_three_points_below_g_per_dl: Annotated[float, Meta(ge=2.0, le=3.5)]


class Radiotherapy(_Section, frozen=True):
    index_course: Literal["first", "last", "all"]
    alpha_beta_gy: Annotated[float, Meta(gt=0, le=100)]
    conventional_fraction_gy: Annotated[float, Meta(gt=0, le=20)]


class Drug(_Section, frozen=True):
    agent: Annotated[str, Meta(min_length=1)]
    planned: Literal["label", "start_dose"]
    label_daily_mg: Annotated[float, Meta(gt=0, le=100_000)]
    concurrency_days: Days

    def __post_init__(self) -> None:
        if self.agent != (stored := drug_name(self.agent)):
            raise ValueError(
                f"agent: {self.agent!r} given, expected it as doses have it: {stored!r}"
            )


class ImputationRules(_Section, frozen=True):
    death: Imputation
    progression: Imputation
    adverse_event: Imputation
    drug_dose: Imputation


class Protocol(_Section, frozen=True):
    """A study's definitions, complete."""

    study: Study
    time: Time
    overall_survival: OverallSurvival
    time_to_progression: TimeToProgression
    progression_free_survival: ProgressionFreeSurvival
    afp_decline: AfpDecline
    late_toxicity: LateToxicity
    skin_reaction: SkinReaction
    response: ResponseRules
    toxicity: Toxicity
    liver_function: LiverFunction
    radiotherapy: Radiotherapy
    drug: Drug
    imputation: ImputationRules

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change with any definition."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]


def parse_protocol(text: str, *, source: str = "protocol") -> Protocol:
    """Read a protocol from TOML. Raises InvalidProtocol naming the source, key and expectation."""
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidProtocol(f"{source}: not TOML: {error}") from None
    try:
        return msgspec.convert(values, Protocol)
    except msgspec.ValidationError as error:
        message = str(error).replace("Object", "The protocol").replace("`$.", "`")
        raise InvalidProtocol(
            f"{source}: {message}; `timeline protocol` prints a whole one"
        ) from None


SHIPPED = {"study": "protocol.toml", "regulatory": "shipped_protocols/regulatory.toml"}
"""The protocols that timeline ships, by the name that they are set by; the first is the default."""


def shipped_protocol_text(name: str) -> str:
    """A shipped protocol as TOML, with its comments. Raises InvalidProtocol, naming those known."""
    if name not in SHIPPED:
        raise InvalidProtocol(f"{name!r} is not a shipped protocol; known: {', '.join(SHIPPED)}")
    return files("timeline").joinpath(SHIPPED[name]).read_text(encoding="utf-8")


def default_protocol_text() -> str:
    """The study's protocol as TOML, with its comments."""
    return shipped_protocol_text("study")


@lru_cache(maxsize=1)
def default_protocol() -> Protocol:
    """The protocol that is in force until another is set: the published study's definitions."""
    return parse_protocol(default_protocol_text(), source="protocol.toml")
