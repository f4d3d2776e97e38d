import type {
  AwsSecurityFindingIdentifier,
  BatchImportFindingsCommandOutput,
  BatchUpdateFindingsCommandOutput,
  WorkflowStatus,
} from "@aws-sdk/client-securityhub";
import { isUnread, type Unread, unexpectedAnswer } from "../../model/fact.ts";
import type { HubClient } from "./hub-client.ts";
import { keyOf } from "./known.ts";
import type { Step } from "./step.ts";

/** One call's answer: what failed, by key or by Id; a refusal is about all of it. */
export type Call = (batch: readonly Step[]) => Promise<readonly Refused[] | Unread>;

export interface Refused {
  readonly is: (step: Step) => boolean;
  readonly code: string;
  readonly message: string;
}

export const importCall =
  (client: HubClient): Call =>
  async (batch) => {
    const answer = await client.importFindings(batch.map(({ finding }) => finding));
    return isUnread(answer) ? answer : refusedImports(answer.value, batch.length);
  };

/** An answer whose numbers do not add up tells nothing, whatever its status; sent again, the findings are the same. */
const refusedImports = (
  { SuccessCount, FailedCount, FailedFindings = [] }: Partial<BatchImportFindingsCommandOutput>,
  sent: number,
): readonly Refused[] | Unread =>
  (SuccessCount ?? 0) + (FailedCount ?? 0) !== sent || FailedCount !== FailedFindings.length
    ? unexpectedAnswer("BatchImportFindings", "count of findings")
    : FailedFindings.map(({ Id, ErrorCode, ErrorMessage }) => ({
        is: ({ finding }) => finding.Id === Id,
        code: ErrorCode ?? "Unknown",
        message: ErrorMessage ?? "",
      }));

/** The note, where one is given, takes the place of the customer's. */
export const updateCall =
  (client: HubClient, status: WorkflowStatus, note?: string): Call =>
  async (batch) => {
    const answer = await client.updateFindings({
      FindingIdentifiers: batch.map(({ finding }) => ({ Id: finding.Id, ProductArn: finding.ProductArn })),
      Workflow: { Status: status },
      ...(note === undefined ? {} : { Note: { Text: note, UpdatedBy: "postern" } }),
    });
    return isUnread(answer) ? answer : refusedUpdates(answer.value, batch.length);
  };

const refusedUpdates = (
  { ProcessedFindings, UnprocessedFindings = [] }: Partial<BatchUpdateFindingsCommandOutput>,
  sent: number,
): readonly Refused[] | Unread =>
  (ProcessedFindings?.length ?? 0) + UnprocessedFindings.length !== sent
    ? unexpectedAnswer("BatchUpdateFindings", "list of findings")
    : UnprocessedFindings.map(({ FindingIdentifier, ErrorCode, ErrorMessage }) => ({
        is: ({ finding }) => keyOf(finding) === keyOf(identifier(FindingIdentifier)),
        code: ErrorCode ?? "Unknown",
        message: ErrorMessage ?? "",
      }));

const identifier = (given: AwsSecurityFindingIdentifier | undefined): AwsSecurityFindingIdentifier =>
  given ?? { Id: undefined, ProductArn: undefined };
