import { referenceTo } from "../../../model/document-reference.ts";
import { say } from "../../messages.ts";
import type { Reach } from "../../question.ts";
import { textPredicate } from "../compile/predicate.ts";
import type { CompiledStatement } from "../compile/statement.ts";
import { exactTexts } from "../compile/operand.ts";
import { seek, type Query } from "../search/query.ts";
import type { Classification } from "./classify.ts";
import { DEPUTY, STRANGER } from "../request/caller-class.ts";

type Deputies = Reach["deputies"];

/**
 * AWS services that may act for anybody's resource: a stranger makes the service act, and it acts with its own right
 * (IAM user guide, "The confused deputy problem").
 */
export const confusedDeputies = (query: Query, classification: Classification): Deputies => {
  const named = query.allows.flatMap((allow) => namedIn(query, allow));
  if (named.length > 0 || isDirect(classification)) return named;
  return query.allows
    .filter((allow) => isAnyones(query, allow))
    .map((allow) => ({
      service: "*",
      evidence: evidence(query, allow, allow.statement.principal.at, "any AWS service"),
    }));
};

/** Where strangers need no deputy. */
const isDirect = ({ exposure, granted }: Classification): boolean =>
  exposure === "exposed" && granted?.context.caller.kinds === STRANGER.kinds;

const namedIn = (query: Query, allow: CompiledStatement): Deputies => {
  const entries = allow.statement.principal.not
    ? []
    : allow.statement.principal.entries.filter((entry) => entry.type === "Service");
  const conditions = allow
    .predicates()
    .all.filter(({ key, sign, whenMissing }) => key.variable === "service" && sign && !whenMissing)
    .flatMap(({ operand, condition }) =>
      (exactTexts(operand) ?? []).map((text) => ({
        text,
        at: condition?.at ?? allow.statement.principal.at,
      })),
    );
  return [...entries, ...conditions]
    .filter(({ text }) => isAnyones(query, allow, text))
    .map(({ text, at }) => ({ service: text, evidence: evidence(query, allow, at, text) }));
};

/** Whether a service, this one or any, is let in for a stranger's resource. */
const isAnyones = (query: Query, allow: CompiledStatement, service: string | null = null): boolean => {
  const given =
    service === null
      ? []
      : [
          textPredicate(
            query.environment.find("aws:PrincipalServiceName"),
            { form: "exact", texts: [service], fold: false },
            true,
          ),
        ];
  return seek(query, { ...DEPUTY, given }, [allow]).granted !== null;
};

const evidence = (
  query: Query,
  allow: CompiledStatement,
  at: Deputies[number]["evidence"]["at"],
  who: string,
): Deputies[number]["evidence"] => ({
  ...referenceTo(query.question.documents, allow.document),
  at,
  role: "grants",
  ...say("unbound-service", who),
});
