import type { PatternElement, Policy, PrincipalElement, Statement } from "../../src/policy/shapes.ts";
import { expansions, holds, type Keys } from "./conditions.ts";
import { marks, matches } from "./glob.ts";
import type { Key } from "./key.ts";
import type { Open } from "./keys.ts";
import { and, FALSE, not, or, TRUE, type Term } from "./term.ts";
import { literal } from "./text.ts";

const is = (key: Key, text: string): Term =>
  or(
    ...key.slots.flatMap(({ cases }) =>
      cases.map(({ when, content }) =>
        "texts" in content ? and(when, matches(marks(text, false), content.texts)) : FALSE,
      ),
    ),
  );

/** A star is everybody, an account id or a root's ARN the account, a role its sessions. */
const isCaller = ({ type, text }: PrincipalElement["entries"][number], { callers }: Open): Term => {
  if (type === "Service") return and(callers.service, is(callers.principal, text));
  if (type !== "AWS") return FALSE;
  if (text === "*") return TRUE;
  const account = /^(?:arn:[^:]*:iam::)?(\d{12})(:root)?$/.exec(text)?.[1];
  if (account !== undefined) return is(callers.account, account);
  return or(is(callers.principal, text), and(callers.role, is(callers.arn, text)));
};

const principal = (element: PrincipalElement, request: Open): Term => {
  const any = or(...element.entries.map((entry) => isCaller(entry, request)));
  return element.entries.length === 0 ? FALSE : element.not ? not(any) : any;
};

const negatable = (element: PatternElement, matching: readonly Term[]): Term =>
  matching.length === 0 ? FALSE : element.not ? not(or(...matching)) : or(...matching);

const action = (element: PatternElement, { actions }: Open): Term =>
  negatable(
    element,
    element.values.map(({ text }) =>
      or(
        ...actions.map(({ action: { name }, is }) =>
          and(is, matches(marks(text.toLowerCase()), [literal(name.toLowerCase())])),
        ),
      ),
    ),
  );

const resource = (element: PatternElement, version: Policy["version"], keys: Keys, arn: string): Term =>
  negatable(
    element,
    element.values.map(({ text }) =>
      or(
        ...expansions(text, version, keys, true).map(({ when, marks }) =>
          and(when, matches(marks, [literal(arn)])),
        ),
      ),
    ),
  );

/** A statement, as it matches a request from a place. */
export interface Matching {
  readonly effect: Statement["effect"];
  /** It demands a source for which a service calls, and says which. */
  readonly namesSource: boolean;
  from(place: Key | null): Term;
}

const SOURCE = /^aws:source(?:account|arn|owner|orgid|orgpaths)$/i;
const PLACE = "aws:sourceip";

export const matching = (
  statement: Statement,
  version: Policy["version"],
  request: Open,
  arn: string,
): Matching => {
  const { keys } = request;
  const byPlace = statement.conditions.filter(({ key }) => key.toLowerCase() === PLACE);
  const rest = and(
    principal(statement.principal, request),
    action(statement.action, request),
    resource(statement.resource, version, keys, arn),
    ...statement.conditions
      .filter((condition) => !byPlace.includes(condition))
      .map((condition) => holds(condition, version, keys)),
  );
  return {
    effect: statement.effect,
    namesSource: statement.conditions.some(
      ({ key, qualifier, ifExists, operator }) =>
        SOURCE.test(key) && qualifier !== "ForAllValues" && !ifExists && !/Not|Null/.test(operator),
    ),
    from: (place) => {
      const here = new Map([[PLACE, place]]);
      return and(rest, ...byPlace.map((condition) => holds(condition, version, here)));
    },
  };
};
