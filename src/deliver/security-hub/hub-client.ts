import {
  BatchImportFindingsCommand,
  type BatchImportFindingsCommandOutput,
  BatchUpdateFindingsCommand,
  type BatchUpdateFindingsCommandOutput,
  type BatchUpdateFindingsRequest,
  GetFindingsCommand,
  type GetFindingsCommandOutput,
  type GetFindingsRequest,
  SecurityHubClient,
  type AwsSecurityFinding,
} from "@aws-sdk/client-securityhub";
import type { Unread } from "../../model/fact.ts";
import type { AwsAccess } from "../../model/kind.ts";
import { limiter, type Operation, RATES, type Time } from "./rate.ts";

type Answer<T> = Promise<{ readonly value: T } | Unread>;

/** Security Hub of one account and region, called within its quotas; a refusal comes back as data. */
export interface HubClient {
  importFindings(findings: readonly AwsSecurityFinding[]): Answer<BatchImportFindingsCommandOutput>;
  updateFindings(request: BatchUpdateFindingsRequest): Answer<BatchUpdateFindingsCommandOutput>;
  getFindings(request: GetFindingsRequest): Answer<GetFindingsCommandOutput>;
}

/** A page of 100 findings of 240 KB, and what JSON adds to them. */
const LARGEST_ANSWER = 32_000_000;

export const hubClient = (access: AwsAccess, time: Time): HubClient => {
  const client = new SecurityHubClient(access.clientConfig(LARGEST_ANSWER));
  const options = { abortSignal: access.signal };
  const turns = {
    BatchImportFindings: limiter(RATES.BatchImportFindings, time),
    BatchUpdateFindings: limiter(RATES.BatchUpdateFindings, time),
    GetFindings: limiter(RATES.GetFindings, time),
  } satisfies Record<Operation, () => Promise<void>>;
  const call = async <T>(operation: Operation, send: () => Promise<T>): Answer<T> => {
    await turns[operation]();
    return access.call(operation, send);
  };
  return {
    importFindings: (findings) =>
      call("BatchImportFindings", () =>
        client.send(new BatchImportFindingsCommand({ Findings: [...findings] }), options),
      ),
    updateFindings: (request) =>
      call("BatchUpdateFindings", () => client.send(new BatchUpdateFindingsCommand(request), options)),
    getFindings: (request) =>
      call("GetFindings", () => client.send(new GetFindingsCommand(request), options)),
  };
};
