import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OWNER_ONLY, type Trust } from "../../src/model/trust.ts";
import type { Exposure, Question } from "../../src/policy/question.ts";
import { SENDING_ACTIONS } from "../../src/services/ses/actions.ts";
import { DISPUTED_KEYS, SES_KEYS } from "../../src/services/ses/keys.ts";

/** One SES identity with its policies, the right verdict and why. */
export interface Case {
  readonly id: string;
  readonly class: string;
  readonly title: string;
  readonly identityArn: string;
  readonly ownerAccount: string;
  readonly policies: readonly string[];
  readonly trustedAccounts?: readonly string[];
  readonly trust?: Trust;
  readonly verdict: Exposure;
  readonly acceptable: readonly Exposure[];
  /** Null: not scored, but never a silent pass where `acceptable` has exposed or invalid. */
  readonly exposed: boolean | null;
  readonly allowedTo?: readonly string[];
  readonly confusedDeputy?: boolean;
  readonly reason: string;
  readonly sources: readonly string[];
}

export const NOW = "2026-11-23T12:00:00Z";

export const casesOf = (file: "semantic-cases.jsonl" | "own-cases.jsonl"): readonly Case[] =>
  readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case)
    .map((one) =>
      CONTRADICTED.has(one.id)
        ? { ...one, verdict: "undecided", acceptable: ["undecided"], exposed: null }
        : one,
    );

/**
 * Published cases whose verdict holds only if conditions of SES can use every global key, which the policy anatomy page of
 * the SES guide denies.
 */
const CONTRADICTED: ReadonlySet<string> = new Set(["caller-16", "caller-18"]);

export const questionOf = (one: Case): Question => ({
  documents: one.policies.map((text, index) => ({ name: `Policy-${index + 1}`, text })),
  resource: one.identityArn,
  owner: one.ownerAccount,
  actions: SENDING_ACTIONS,
  keys: SES_KEYS,
  disputed: DISPUTED_KEYS,
  trust: one.trust ?? { ...OWNER_ONLY, accounts: one.trustedAccounts ?? [] },
  now: NOW,
});
