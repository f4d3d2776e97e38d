import type { Exception, ExceptionEntry } from "../model/exception.ts";
import type { Finding } from "../model/finding.ts";
import { matchOf, type Match, type Tags } from "./match.ts";

/** The register of exceptions during one run. */
export interface Acceptance {
  /** The finding with the exception that applies to it, if one does. */
  accept(finding: Finding, tags: Tags): Finding;
  /** Every exception and what became of it. */
  register(): readonly ExceptionEntry[];
}

/**
 * Applies accepted risks to failures and to what needs review; what was not read cannot be accepted.
 *
 * An expired exception is not applied. One by tag is not applied where the tags were not read, and the register says so.
 */
export const acceptance = (exceptions: readonly Exception[], now: string): Acceptance => {
  const hits = exceptions.map((exception) => ({
    exception,
    expired: isExpired(exception, now),
    found: [] as string[],
    tagsUnread: false,
  }));
  return {
    accept: (finding, tags) => {
      if (finding.status !== "FAILURE" && finding.status !== "NEEDS_REVIEW") return finding;
      let applied: Exception | null = null;
      for (const hit of hits) {
        const match = matches(hit.exception, finding, tags);
        if (match === "no") continue;
        hit.found.push(finding.id);
        if (match === "tags-unread") hit.tagsUnread = true;
        else if (!hit.expired) applied ??= hit.exception;
      }
      return applied === null ? finding : { ...finding, exception: applied };
    },
    register: () =>
      hits.map(({ exception, expired, found, tagsUnread }) => ({
        exception,
        state: expired ? "expired" : tagsUnread ? "tags-unread" : found.length > 0 ? "applied" : "unused",
        findings: found,
      })),
  };
};

const isExpired = ({ expires }: Exception, now: string): boolean => now.slice(0, 10) > expires;

const matches = ({ rule, match }: Exception, finding: Finding, tags: Tags): Match =>
  rule !== finding.ruleId ||
  (match.place !== undefined && !isAt(match.place, finding)) ||
  (match.fingerprint !== undefined && !coversAll(match.fingerprint, finding.faults))
    ? "no"
    : matchOf(match, finding.resource, tags);

/** A finding is accepted by a comment only where everything that grants stands there; what else another statement grants was not meant. */
const isAt = (
  { file, line }: NonNullable<Exception["match"]["place"]>,
  { faults, evidence, location }: Finding,
): boolean => {
  const grants = evidence.filter(({ role }) => role === "grants");
  const places = [location, ...[...faults, ...grants].map((one) => one.location ?? null)];
  return places.every(
    (place) => place !== null && place.file === file && [line, line + 1].includes(place.startLine),
  );
};

/** Bound to one grant, an exception does not cover a finding that has another beside it. */
const coversAll = (fingerprint: string, faults: Finding["faults"]): boolean =>
  faults.length > 0 && faults.every((fault) => fault.fingerprint === fingerprint);
