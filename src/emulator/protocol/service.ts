import type { Account, Region, World } from "../world.ts";
import type { Probe } from "../faults.ts";
import type { HttpReply, HttpRequest } from "./http.ts";
import type { Dialect, Refusal } from "./refusal.ts";

/** Who signed the request. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** What the log keeps about a batch of findings beside the call itself. */
export interface BatchNote {
  readonly findings: number;
  readonly failed: number;
  /** Updates that were not newer and so ignored. */
  readonly stale: number;
}

/** Who calls, and which account's region. */
export interface Place {
  readonly caller: Caller;
  readonly account: Account;
  readonly region: Region;
  readonly regionName: string;
}

/** Everything that an operation may look at or change. */
export interface Context extends Place {
  readonly world: World;
  /** The world's time in milliseconds since 1970. */
  readonly now: number;
  readonly faults: Probe;
  /** Whether rules that no source confirms are applied too. */
  readonly assumedRules: boolean;
  /** How long a finding stays invisible to GetFindings, in milliseconds. */
  readonly settlingMs: number;
  /** Length of the request's body. */
  readonly bytes: number;
  /** Makes an identifier that was not given before. */
  unique(): string;
  note(batch: BatchNote): void;
}

/** A request that a service understood: which operation, about what, and how to carry it out. */
export interface Routed {
  readonly operation: string;
  /** Identities and finding ids that the request names; faults can be bound to them. */
  readonly subjects: readonly string[];
  /** Answers, or throws a refusal. */
  answer(context: Context, requestId: string): HttpReply;
}

export interface Service {
  /** As in the credential scope and in IAM actions. */
  readonly name: string;
  readonly dialect: Dialect;
  /** False for services whose one endpoint serves every region. */
  readonly regional: boolean;
  /** Throws a refusal where the operation is not known. */
  route(request: HttpRequest): Routed;
  refuse(error: Refusal, requestId: string): HttpReply;
}
