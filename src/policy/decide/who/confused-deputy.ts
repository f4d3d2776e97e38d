import { referenceTo } from "../../../model/document-reference.ts";
import type { Reach } from "../../question.ts";
import { textClause } from "../compile/predicate.ts";
import type { Compiled } from "../compile/statement.ts";
import { exactTexts } from "../compile/operand.ts";
import { seek, type Case } from "../search/query.ts";
import type { Judged } from "./classify.ts";
import { DEPUTY, STRANGER } from "../request/caller-class.ts";

type Deputies = Reach["deputies"];

/**
 * AWS services that may act for anybody's resource: a stranger makes the service act, and it acts with its own right
 * (IAM user guide, "The confused deputy problem").
 */
export const deputiesOf = (the: Case, judged: Judged): Deputies => {
  const named = the.allows.flatMap((allow) => namedIn(the, allow));
  if (named.length > 0 || isDirect(judged)) return named;
  return the.allows
    .filter((allow) => isAnyones(the, allow))
    .map((allow) => ({
      service: "*",
      evidence: evidence(the, allow, allow.statement.principal.at, "any AWS service"),
    }));
};

/** Where strangers need no deputy. */
const isDirect = ({ exposure, granted }: Judged): boolean =>
  exposure === "exposed" && granted?.ask.party.kinds === STRANGER.kinds;

const namedIn = (the: Case, allow: Compiled): Deputies => {
  const entries = allow.statement.principal.not
    ? []
    : allow.statement.principal.entries.filter((entry) => entry.type === "Service");
  const conditions = allow
    .clauses()
    .all.filter(({ slot, sign, whenMissing }) => slot.variable === "service" && sign && !whenMissing)
    .flatMap(({ operand, condition }) =>
      (exactTexts(operand) ?? []).map((text) => ({
        text,
        at: condition?.at ?? allow.statement.principal.at,
      })),
    );
  return [...entries, ...conditions]
    .filter(({ text }) => isAnyones(the, allow, text))
    .map(({ text, at }) => ({ service: text, evidence: evidence(the, allow, at, text) }));
};

/** Whether a service, this one or any, is let in for a stranger's resource. */
const isAnyones = (the: Case, allow: Compiled, service: string | null = null): boolean => {
  const given =
    service === null
      ? []
      : [
          textClause(
            the.world.find("aws:PrincipalServiceName"),
            { form: "exact", texts: [service], fold: false },
            true,
          ),
        ];
  return seek(the, { ...DEPUTY, given }, [allow]).granted !== null;
};

const evidence = (
  the: Case,
  allow: Compiled,
  at: Deputies[number]["evidence"]["at"],
  who: string,
): Deputies[number]["evidence"] => ({
  ...referenceTo(the.question.documents, allow.document),
  at,
  role: "grants",
  says: `${who} may act for anybody's resource: no condition on aws:SourceAccount, aws:SourceArn or aws:SourceOrgID ties it to the owner's`,
});
