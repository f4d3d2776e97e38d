import type { Refusal } from "../../model/fact.ts";

/**
 * Errors that come back however often one asks: the finding, the caller or the account has to change first, or the time
 * that this run had for it is over.
 */
const HOPELESS =
  /^(TimeIsUp|NotAnswering|InvalidInput|InvalidAccess|AccessDenied|NotAuthorized|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|ExpiredToken|CredentialsProvider|OptInRequired|Validation|FindingSizeExceeded|DuplicatedFindingIdentifier|RequestEntityTooLarge|NotImplemented|UnknownOperation)/;

export const canHelp = (code: string): boolean => !HOPELESS.test(code);

/** Errors of a whole call that are about what was in it: smaller calls tell which part. */
export const isAboutContent = (code: string): boolean =>
  /^(InvalidInput|Validation|RequestEntityTooLarge)/.test(code);

/**
 * Refused before anything was done; after any other error the call may have been carried out. Of several attempts only
 * the last one's error is known: an earlier one may have been carried out, and its answer lost.
 */
export const wasNotCarriedOut = ({ code, attempts }: Pick<Refusal, "code" | "attempts">): boolean =>
  attempts === 0 || (attempts === 1 && isRefusal(code));

const isRefusal = (code: string): boolean =>
  !canHelp(code) || /^(Throttl|TooManyRequests|LimitExceeded|RequestLimitExceeded)/.test(code);

/** Rounds in all, the first one included, and the milliseconds before each further one. */
export const ROUNDS = 5;
export const pauseBefore = (round: number): number => 1000 * 2 ** (round - 1);
