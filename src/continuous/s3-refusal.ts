import { problem } from "../model/problem.ts";
import type { S3Answer } from "./s3-request.ts";

/** The name of an error in S3's answer; empty where it has none. */
export const codeOf = ({ body }: S3Answer): string =>
  /<Code>([A-Za-z0-9]+)<\/Code>/.exec(body.toString())?.[1] ?? "";

/** @throws an output problem: S3 answered otherwise than it was asked to. */
export const refused = (where: string, answer: S3Answer): never => {
  throw problem({
    what: `S3 answered ${answer.status}${codeOf(answer) === "" ? "" : ` ${codeOf(answer)}`}`,
    where,
    todo: "Check the bucket's name and region, and what its policy and the role allow: s3:GetObject, s3:PutObject, s3:AbortMultipartUpload, and s3:ListBucket to tell a missing object from a refused one.",
    kind: "output",
  });
};

/** @throws an output problem: S3 did not answer. */
export const unanswered = (where: string, error: unknown): never => {
  throw problem({
    what: `S3 cannot be reached: ${error instanceof Error ? error.message : String(error)}`,
    where,
    todo: "Check the network, and run it again.",
    kind: "output",
  });
};
