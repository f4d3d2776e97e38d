import type { Refusal } from "./fact.ts";
import type { KindName } from "./resource.ts";
import type { ScopeId, ScopeStatus } from "./scope.ts";

export interface Caller {
  readonly account: string;
  readonly arn: string;
}

export interface SnapshotHead {
  readonly kind: "snapshot";
  readonly version: 1;
  readonly startedAt: string;
  readonly tool: string;
  readonly caller: Caller | null;
  /** What was asked for, secrets redacted; no paths of the machine. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What became of one file of a tree. */
export interface FileNote {
  readonly path: string;
  readonly status: "judged" | "skipped" | "not-understood";
  readonly reason?: string;
  readonly line?: number;
}

/** Closes a scope. `listed` counts the resources that exist by the listing; `gone` those that vanished between list and get. */
export interface ScopeRecord {
  readonly kind: "scope";
  readonly id: ScopeId;
  readonly status: ScopeStatus;
  readonly listed: number;
  readonly gone?: number;
  readonly excluded?: number;
  /** False where a hand-written file says nothing about what else exists. */
  readonly populationKnown?: boolean;
  /** Ids of the resources that alone were read; nothing is said of any other. The whole scope where absent. */
  readonly only?: readonly string[];
  /** The listing was refused, or broke before its end: on `unread`, and on `partial` where more may exist. */
  readonly unread?: Refusal;
  readonly reason?: string;
  readonly files?: readonly FileNote[];
  /** Where the kind can read a resource in several ways: which of them read this scope, and which were given up, and why. */
  readonly lanes?: LanesUsed;
}

export interface LanesUsed {
  readonly open: readonly string[];
  readonly retired: readonly { readonly lane: string; readonly unread: Refusal }[];
}

export interface EndRecord {
  readonly kind: "end";
  readonly finishedAt: string;
}

/** One resource: its answers joined, no value changed. Which members it has, its kind says; unknown ones are kept. */
export interface ResourceRecord {
  readonly kind: KindName;
  readonly scope: ScopeId;
  readonly id: string;
  readonly collectedAt?: string;
  /**
   * Tags that source code declares, key and value. They say who answers for the resource, and nothing else: whoever proposes a change of
   * the code writes them, so they accept no risk, and they are not all that the resource will have.
   */
  readonly tagsInCode?: unknown;
  readonly [member: string]: unknown;
}

/** One line of a snapshot. Order: head, then per scope its resources by id and its closing line, then end; scopes by id. */
export type SnapshotRecord = SnapshotHead | ScopeRecord | EndRecord | ResourceRecord;

export const isResourceRecord = (record: SnapshotRecord): record is ResourceRecord =>
  record.kind.includes(".");
