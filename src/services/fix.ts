import type { Unread } from "../model/fact.ts";
import type { AwsAccess } from "../model/kind.ts";
import type { KindName, PolicyDocument, Resource } from "../model/resource.ts";
import type { RuleContext } from "../model/rule-context.ts";
import type { ResourceRecord } from "../model/snapshot.ts";
import type { Question } from "../policy/question.ts";

/** Reads and writes the policies of live resources of one account and region. */
export interface PolicyWriter {
  /** All policies as they are now; `Gone` is the code where the resource is not there any more. */
  read(name: string): Promise<readonly PolicyDocument[] | Unread>;
  /** Puts a policy, or takes it away where the text is null. Never tried twice: an answer that is lost is asked about. */
  write(name: string, policy: string, text: string | null): Promise<Written | Unread>;
  close(): void;
}

export interface Written {
  /** AWS's id of the request; null where the answer has none. */
  readonly requestId: string | null;
}

/** How a kind's policies are narrowed and written back. */
export interface Fixable {
  readonly kind: KindName;
  /** Longest policy that the service takes, in bytes of UTF-8. */
  readonly largestPolicy: number;
  /** What the writer may have to call, on the resource itself. */
  readonly writes: readonly string[];
  /** What it has to call to read; no service narrows these to a resource. */
  readonly reads: readonly string[];
  /** The record with other policies. */
  withPolicies(record: ResourceRecord, policies: readonly PolicyDocument[]): ResourceRecord;
  /** Who can use the resource, for what strangers are kept from. */
  question(resource: Resource, context: Pick<RuleContext, "trust" | "now">): Question;
  /** The aws command that puts a policy from a file, or deletes it where the file is null. */
  command(region: string, name: string, policy: string, file: string | null): string;
  open(access: AwsAccess): Promise<PolicyWriter>;
}
