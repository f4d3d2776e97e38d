import { signedSender, type SignedAnswer } from "../aws/signed.ts";
import type { AwsAccess } from "../model/kind.ts";
import { isObject } from "../text/is-object.ts";
import type { Evaluated, Evaluation } from "./evaluations.ts";

/** The two operations of AWS Config that a custom rule needs. */
export interface ConfigService {
  /**
   * Puts evaluations, a hundred at a time.
   *
   * @throws an error of one line where AWS Config did not take some of them
   */
  put(evaluations: readonly Evaluation[], call: PutCall): Promise<void>;
  /** The resources that the rule has evaluated, those aside that were found not applicable. */
  evaluated(rule: string): Promise<readonly Evaluated[]>;
}

interface PutCall {
  readonly token: string;
  readonly isTest: boolean;
  /** ISO 8601. */
  readonly at: string;
}

type Members = Readonly<Record<string, unknown>>;

// Source: AWS Config API reference, PutEvaluations and GetComplianceDetailsByConfigRule.
const LARGEST_BATCH = 100;
const LARGEST_PAGE = 100;
/** In bytes: a hundred results have at most 2 KB each. */
const LARGEST_ANSWER = 1_000_000;

export const configService = (access: AwsAccess): ConfigService => {
  const { endpoint, send } = signedSender(access, {
    name: "config",
    escapesPath: true,
    largestAnswer: LARGEST_ANSWER,
    isPassing,
  });
  const call = async (operation: string, input: object): Promise<Members> => {
    const answer = await send({
      method: "POST",
      origin: endpoint,
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `StarlingDoveService.${operation}`,
      },
      body: Buffer.from(JSON.stringify(input)),
    }).catch((error: unknown) => {
      throw new Error(
        `${operation} was not answered: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const body = membersOf(answer);
    if (answer.status === 200 && body !== null) return body;
    throw new Error(`${operation} gave ${answer.status} ${codeOf(answer)}${messageIn(body)}`);
  };
  return {
    put: async (evaluations, { token, isTest, at }) => {
      for (let from = 0; from < evaluations.length; from += LARGEST_BATCH) {
        const { FailedEvaluations: failed } = await call("PutEvaluations", {
          Evaluations: evaluations.slice(from, from + LARGEST_BATCH).map((one) => inWords(one, at)),
          ResultToken: token,
          TestMode: isTest,
        });
        if (Array.isArray(failed) && failed.length > 0)
          throw new Error(
            `AWS Config did not take ${failed.length} evaluations, that of ${JSON.stringify(idIn(failed[0]))} among them`,
          );
      }
    },
    evaluated: async (rule) => {
      const found: Evaluated[] = [];
      const tokens = new Set<unknown>();
      for (let token: unknown; ;) {
        const { EvaluationResults: results, NextToken: next } = await call(
          "GetComplianceDetailsByConfigRule",
          {
            ConfigRuleName: rule,
            ComplianceTypes: ["COMPLIANT", "NON_COMPLIANT"],
            Limit: LARGEST_PAGE,
            ...(token === undefined ? {} : { NextToken: token }),
          },
        );
        if (!Array.isArray(results))
          throw new Error("GetComplianceDetailsByConfigRule gave no list of results");
        found.push(...results.map(evaluatedIn));
        if (next === undefined || next === null || next === "") return found;
        if (tokens.has(next)) throw new Error("GetComplianceDetailsByConfigRule gave the same page again");
        tokens.add(next);
        token = next;
      }
    },
  };
};

const inWords = ({ type, id, compliance, annotation }: Evaluation, at: string): object => ({
  ComplianceResourceType: type,
  ComplianceResourceId: id,
  ComplianceType: compliance,
  Annotation: annotation,
  // AWS JSON 1.1 has times in seconds.
  OrderingTimestamp: Date.parse(at) / 1000,
});

/** @throws an error where the result names no resource */
const evaluatedIn = (result: unknown): Evaluated => {
  const identifier = isObject(result) ? result["EvaluationResultIdentifier"] : undefined;
  const qualifier = isObject(identifier) ? identifier["EvaluationResultQualifier"] : undefined;
  const { ResourceType: type, ResourceId: id } = isObject(qualifier) ? qualifier : {};
  if (typeof type === "string" && typeof id === "string") return { type, id };
  throw new Error("GetComplianceDetailsByConfigRule gave a result that names no resource");
};

const idIn = (value: unknown): unknown => (isObject(value) ? value["ComplianceResourceId"] : undefined);

const isPassing = (answer: SignedAnswer): boolean =>
  answer.status >= 500 ||
  answer.status === 429 ||
  /Throttl|TooManyRequests|LimitExceeded/.test(codeOf(answer));

const membersOf = ({ body }: SignedAnswer): Members | null => {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

/** The name of an error: in the body, behind a namespace, or in the header, before a colon. */
const codeOf = (answer: SignedAnswer): string => {
  const body = membersOf(answer);
  const type = body?.["__type"] ?? answer.headers["x-amzn-errortype"] ?? "";
  return typeof type === "string" ? (type.split("#").at(-1)?.split(":")[0] ?? "") : "";
};

const messageIn = (body: Members | null): string => {
  const message = body?.["message"] ?? body?.["Message"];
  return typeof message === "string" && message !== "" ? ` (${message})` : "";
};
