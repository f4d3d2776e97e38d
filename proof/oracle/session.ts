import type { Policy } from "../../src/policy/shapes.ts";
import type { Callers } from "./callers.ts";
import { freeText } from "./content.ts";
import { always, flag, many, single, slot, when, whole, type Chosen } from "./key.ts";
import { on } from "./mentions.ts";
import { and, apply, leaf, not, TRUE } from "./term.ts";
import { literal, text } from "./text.ts";

/** When the call is made, and when its credentials were issued. */
export const times = (callers: Callers, now: string): readonly Chosen[] => {
  const start = leaf(String(Date.parse(now) / 1000));
  const time = whole("time", (value) => apply(">=", value, start));
  const issued = whole("issued", (value) =>
    and(apply(">=", value, leaf("0")), apply("<=", value, time.value)),
  );
  const at = { when: TRUE, content: { seconds: time.value } };
  return [
    { key: single("aws:CurrentTime", TRUE, at), variables: [time.variable] },
    { key: single("aws:EpochTime", TRUE, at), variables: [time.variable] },
    {
      key: single("aws:TokenIssueTime", callers.temporary, {
        when: TRUE,
        content: { seconds: issued.value },
      }),
      variables: [time.variable, issued.variable],
    },
  ];
};

/** What temporary credentials carry. */
export const credentials = (policies: readonly Policy[], callers: Callers): readonly Chosen[] => {
  const told = flag("mfa-told");
  const used = flag("mfa-used");
  const age = whole("mfa-age", (value) => apply(">=", value, leaf("0")));
  const known = and(callers.temporary, told.is);
  return [
    {
      key: single(
        "aws:MultiFactorAuthPresent",
        known,
        when(used.is, literal("true")),
        when(not(used.is), literal("false")),
      ),
      variables: [told.variable, used.variable],
    },
    {
      key: single("aws:MultiFactorAuthAge", and(known, used.is), {
        when: TRUE,
        content: { number: age.value },
      }),
      variables: [told.variable, used.variable, age.variable],
    },
    ...["aws:SourceIdentity", "aws:FederatedProvider"].map((name) => freeText(policies, name, callers.role)),
  ];
};

/** Called straight, or through services that pass the caller's own request on: the first, others, the last. */
export const route = (policies: readonly Policy[], callers: Callers): readonly Chosen[] => {
  const via = flag("via-service");
  const several = flag("via-several");
  const forwarded = and(not(callers.service), via.is);
  const services = Array.from({ length: on(policies, "aws:CalledVia").length + 2 }, (_, index) =>
    text(`via/${index}`, "label", 16),
  );
  const others = services.slice(2).map((_, index) => flag(`via/${index}/there`));
  const name = (index: number) => [
    ...services.slice(index, index + 1).map((one) => one.text),
    literal(".amazonaws.com"),
  ];
  const variables = [via, several, ...others, ...services].map(({ variable }) => variable);
  return [
    {
      key: single(
        "aws:ViaAWSService",
        TRUE,
        when(forwarded, literal("true")),
        when(not(forwarded), literal("false")),
      ),
      variables,
    },
    { key: single("aws:CalledViaFirst", forwarded, always(...name(0))), variables },
    {
      key: single(
        "aws:CalledViaLast",
        forwarded,
        when(several.is, ...name(1)),
        when(not(several.is), ...name(0)),
      ),
      variables,
    },
    {
      key: many(
        "aws:CalledVia",
        forwarded,
        slot(TRUE, always(...name(0))),
        ...others.map(({ is }, index) => slot(and(several.is, is), always(...name(index + 2)))),
        slot(several.is, always(...name(1))),
      ),
      variables,
    },
  ];
};
