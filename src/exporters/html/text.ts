import type { Change } from "../../model/finding.ts";
import type { ClauseStatus } from "../../model/results.ts";
import type { Category, MappingStrength, RiskLevel } from "../../model/rule.ts";
import type { ScopeStatus } from "../../model/scope.ts";
import type { EvidenceRole, Status } from "../../model/verdict.ts";
import type { ExceptionEntry } from "../../model/exception.ts";

// Every word that code chooses. The prose around them is in templates/report; a translation replaces both.

/** `mark` is the class that carries colour and sign. */
export interface Word {
  readonly label: string;
  readonly mark: string;
}

export const STATUS: Readonly<Record<Status, Word>> = {
  FAILURE: { label: "Fail", mark: "fail" },
  NEEDS_REVIEW: { label: "Needs review", mark: "review" },
  NOT_EVALUATED: { label: "Not evaluated", mark: "unread" },
  SUCCESS: { label: "Pass", mark: "pass" },
};

export const RISK: Readonly<Record<RiskLevel, string>> = {
  LOW: "Low",
  MEDIUM: "Medium",
  HIGH: "High",
  VERY_HIGH: "Very high",
  EXTREME: "Extreme",
};

export const CATEGORY: Readonly<Record<Category, string>> = {
  security: "Security",
  "cost-optimisation": "Cost optimisation",
  reliability: "Reliability",
  "performance-efficiency": "Performance efficiency",
  "operational-excellence": "Operational excellence",
  sustainability: "Sustainability",
};

export const SCOPE: Readonly<Record<ScopeStatus, Word>> = {
  complete: { label: "Read completely", mark: "pass" },
  partial: { label: "Read in part", mark: "review" },
  unread: { label: "Not read", mark: "unread" },
  unavailable: { label: "Service not offered here", mark: "none" },
  excluded: { label: "Left out on purpose", mark: "none" },
};

export const CLAUSE: Readonly<Record<ClauseStatus, Word>> = {
  fail: { label: "Fail", mark: "fail" },
  "not-determined": { label: "Not determined", mark: "review" },
  pass: { label: "Pass", mark: "pass" },
  "not-applicable": { label: "Not applicable", mark: "none" },
};

export const STRENGTH: Readonly<Record<MappingStrength, string>> = {
  primary: "Primary",
  supporting: "Supporting",
  context: "Context",
};

export const ROLE: Readonly<Record<EvidenceRole, Word>> = {
  grants: { label: "Grants", mark: "fail" },
  limits: { label: "Limits", mark: "pass" },
  "fails-to-limit": { label: "Does not limit", mark: "fail" },
  denies: { label: "Denies", mark: "pass" },
  "fails-to-deny": { label: "Does not deny", mark: "fail" },
  remark: { label: "Note", mark: "none" },
};

export const CHANGE: Readonly<Record<Change, string>> = {
  new: "New since the previous run",
  unchanged: "Unchanged since the previous run",
  reopened: "Reopened since the previous run",
};

export const EXCEPTION_STATE: Readonly<Record<ExceptionEntry["state"], Word>> = {
  applied: { label: "Applied", mark: "none" },
  expired: { label: "Expired, not applied", mark: "review" },
  unused: { label: "Unused: matches nothing", mark: "none" },
  "tags-unread": { label: "Not applied: tags unread", mark: "unread" },
};

/** By the last line of a journal; any other begins something. */
export const REMEDIATION_STATE: Readonly<Record<string, Word>> = {
  written: { label: "Written, not checked", mark: "review" },
  found: { label: "Written, not checked", mark: "review" },
  refused: { label: "Refused", mark: "fail" },
  lost: { label: "No answer", mark: "review" },
  verified: { label: "Applied and verified", mark: "pass" },
  unverified: { label: "Applied, check failed", mark: "fail" },
  undone: { label: "Undone", mark: "none" },
  left: { label: "Not undone: changed since", mark: "review" },
};

/** 12345 as "12,345". */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

export const counted = (count: number, one: string, many: string = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

export const listed = (words: readonly string[], none = "none"): string =>
  words.length === 0 ? none : words.join(", ");

/** What to do about a refusal, by AWS's error code. */
export const refusalAdvice = (operation: string, code: string): string => {
  if (/AccessDenied|Unauthorized|NotAuthorized/i.test(code))
    return `Allow ${operation} to the caller; "postern permissions" prints the statement. Then run again.`;
  if (/Throttl|TooManyRequests|RequestLimit|SlowDown/i.test(code))
    return "The service was asked too fast; run again.";
  if (/Expired|InvalidClientToken|Signature|Credential/i.test(code))
    return "Renew the credentials and run again.";
  if (/OptIn|Disabled|InvalidRegion/i.test(code)) return "Enable the region, or leave it out by name.";
  return "Run again; if it stays, look at the message.";
};
