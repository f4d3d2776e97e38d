import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import { random } from "../random.ts";
import { openPolicy } from "./open.ts";
import { linkedPolicy } from "./linked.ts";
import { spell } from "./spell.ts";
import { denyPolicy, listPolicy, policy } from "./statements.ts";
import { TRUSTED_ACCOUNT, TRUSTED_ORG } from "./values.ts";

/** A random set of policies on one identity, and who is trusted. */
export interface PolicySet {
  readonly seed: number;
  readonly texts: readonly string[];
  readonly trust: Trust;
  /** The index of the text that was broken on purpose. */
  readonly broken: number | null;
}

const TRUSTS: readonly Trust[] = [
  OWNER_ONLY,
  OWNER_ONLY,
  OWNER_ONLY,
  { ...OWNER_ONLY, accounts: [TRUSTED_ACCOUNT] },
  { ...OWNER_ONLY, organizations: [TRUSTED_ORG] },
  { ...OWNER_ONLY, accounts: [TRUSTED_ACCOUNT], networks: ["192.0.2.0/24"] },
  { ...OWNER_ONLY, principals: ["arn:aws:iam::222222222222:user/Jane"] },
];

/** Texts that AWS would not take for a policy. */
const BREAKS: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, -1),
  (text) => text.replace(/"Effect"/, '"Effect":"Deny","Effect"'),
  (text) => text.replace(/"Effect"\s*:\s*"/, '"Effect":"Maybe'),
  (text) => text.replace(/"Action"|"NotAction"/, '"Actions"'),
  (text) => text.replace(/("Principal"|"NotPrincipal")\s*:/, '$1:17,"Note":'),
  () => '{"Version":"2012-10-17","Statement":[]}',
  () => "[]",
];

/** One set in so many asks two things of one list, and one ties keys together by variables. */
const SPECIAL_EVERY = 40;

/** One set in so many is about what AWS's pages leave open. */
const OPEN_EVERY = 8;

/** The same seed gives the same set. One in twenty-five is broken. */
export const generate = (seed: number): PolicySet => {
  const r = random(seed);
  const specs =
    seed % SPECIAL_EVERY === 0
      ? [listPolicy(r)]
      : seed % SPECIAL_EVERY === SPECIAL_EVERY / 2
        ? [linkedPolicy(r)]
        : seed % OPEN_EVERY === 1
          ? [openPolicy(r)]
          : [
              ...Array.from({ length: r.pick([1, 1, 1, 1, 2]) }, () => policy(r)),
              ...(r.chance(0.15) ? [denyPolicy(r)] : []),
            ];
  const texts = specs.map((spec) => spell(r, spec));
  const broken = r.chance(0.04) ? r.below(texts.length) : null;
  const spoil = r.pick(BREAKS);
  const spoilt = (text: string): string => (spoil(text) === text ? "[]" : spoil(text));
  return {
    seed,
    texts: texts.map((text, index) => (index === broken ? spoilt(text) : text)),
    trust: r.pick(TRUSTS),
    broken,
  };
};
