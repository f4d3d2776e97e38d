import { KINDS, PEOPLE } from "../keys/dimensions.ts";
import type { Predicate } from "../compile/predicate.ts";

/** A class of callers whose requests are searched. */
export interface CallerClass {
  readonly kinds: number;
  /** Null: a fresh account, which nothing names. */
  readonly account: string | null;
  /**
   * True: the caller's organisation, network, VPC and unique id are none that the policies name. False: they may be any but
   * the trusted ones.
   */
  readonly stranger: boolean;
  /** For a stranger whose address may lie in any network, however narrow. */
  readonly anywhere?: true;
  /** Of an AWS service: whose resource it calls for. An account's, one that nothing names, or anybody's, the owner's too. */
  readonly source: { readonly account: string } | "unnamed" | "any";
  readonly given: readonly Predicate[];
}

/** A stranger: signs with an account of his own that no policy names. */
export const STRANGER: CallerClass = {
  kinds: PEOPLE,
  account: null,
  stranger: true,
  source: "unnamed",
  given: [],
};

/** Fresh accounts, but in places that the policies name. */
export const LIMITED: CallerClass = { ...STRANGER, stranger: false };

/** An AWS service that calls as itself: it is not the owner, even where it acts for his resource. */
export const SERVICE: CallerClass = { ...STRANGER, kinds: KINDS.service, stranger: false, source: "any" };

/** One that calls for the resource of a stranger. */
export const DEPUTY: CallerClass = { ...STRANGER, kinds: KINDS.service };

export const inAccount = (account: string): CallerClass => ({ ...STRANGER, account, stranger: false });
