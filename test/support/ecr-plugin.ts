import { defineKind } from "../../src/model/kind.ts";
import type { KindInCode } from "../../src/model/kind-in-code.ts";
import type { Plugin } from "../../src/model/plugin.ts";
import type { Fact } from "../../src/model/fact.ts";
import type { PolicyDocument, Resource } from "../../src/model/resource.ts";
import { defineRule } from "../../src/model/rule.ts";
import { decideExposure } from "../../src/policy/decide/decide.ts";
import { meta } from "../../src/rules/ses-003-exposed-identities/meta.ts";
import { POLICIES, readFacts } from "../../src/services/record.ts";
import { ACCOUNT_OF_THE_CODE } from "../../src/services/stand-ins.ts";

const ECR_REPOSITORY = "aws.ecr.repository";

interface EcrRepository extends Resource {
  readonly kind: typeof ECR_REPOSITORY;
  readonly arn: string;
  readonly policies: Fact<readonly PolicyDocument[]>;
}

/** Every form that has to do with policies, so that each is seen to take its names from the kind. */
const IN_CODE: KindInCode = {
  words: {
    service: "ECR",
    one: "ECR repository",
    a: "an ECR repository",
    many: "ECR repositories",
    short: "repository",
    aShort: "a repository",
    policy: "a repository policy",
  },
  arn: { service: "ecr", before: "repository/" },
  mark: /\becr:|aws_ecr|AWS::ECR|repository[_-]?polic/i,
  speaksOf: /(?:^|[^a-z])ecr(?![a-z])/i,
  writers: {
    uses: [
      /\becr\s{1,9}set-repository-policy\b/g,
      /\bset_?repository_?policy(?:Command)?\s{0,5}\(/gi,
      /\baws:ecr(?:\/\w{1,40})?:RepositoryPolicy\b/g,
      /(?<=\bkind:\s{0,5})RepositoryPolicy\b/g,
    ],
    name: /[\w-]+\s*$/,
    marks: ["epository-policy", "epository_policy", "epositoryPolicy"],
  },
  terraform: {
    mark: /aws_ecr/,
    writes: /epository[-_]?[Pp]olicy/,
    types: { aws_ecr_repository: { name: "name" } },
    policyTypes: { aws_ecr_repository_policy: { resource: "repository" } },
    ownTypes: /^aws_ecr_/,
    likely: /^\w*ecr\w*repository_?policy$/,
  },
  cloudFormation: {
    types: {
      "AWS::ECR::Repository": {
        name: "RepositoryName",
        unnamed: true,
        policy: "RepositoryPolicyText",
        attributes: { Arn: "arn" },
      },
    },
    writes: /AWS::ECR::Repository\b/,
    inText: /AWS::ECR::/,
    inProgram: /AWS::ECR::Repository\b/,
  },
  commands: {
    service: /^ecr$/,
    serviceWithin: /\becr\b/,
    operation: /^set-repository-policy$/,
    operationWithin: /\bset-repository-policy\b/,
    operations: ["set-repository-policy"],
    own: [["repository-name"], ["policy-text"]],
    resource: [{ option: "repository-name", members: ["repositoryName"] }],
    name: { option: "policy-name", members: [] },
    policy: { option: "policy-text", members: ["policyText"] },
  },
  programs: {
    resource: /^RepositoryPolicy$/,
    operation: /^set_?repository_?policy(?:Command)?$/i,
    operations: ["set_repository_policy", "setRepositoryPolicy"],
    head: /repository_?policy(?:Command)?$/i,
    action: /["']?action["']?\s*:\s*["'`]setRepositoryPolicy/,
    own: [/^repositoryName$/, /^policyText$/],
    ownWithin: /\bpolicyText\b/,
    serviceWithin: /\becr\b/i,
    service: /^ecr$/,
    client: /^ECR(?:Client)?$/,
    clientName: /(?:^|[._])ecr(?:_?client)?$/i,
    parameters: {
      resource: ["repositoryName", "repository"],
      policy: ["policyText", "policy"],
      name: [],
    },
    declared: { Repository: ["name", "repositoryName"] },
    attributes: { name: ["id", "name"], arn: ["arn"], node: "repository" },
    intoPolicy: /polic/i,
    harmless: /^set_?repository_?policy$/i,
    constructed: "RepositoryPolicy",
    renamed: /\bRepositoryPolicy\s+as\s/,
    inherited: /\bRepositoryPolicy\s*[,)]/,
    mocked: /repository_?policy\s*\.\s*(?:assert\w*|return_value)$/i,
  },
  crossplane: {
    mark: "RepositoryPolicy",
    kind: /^RepositoryPolicy$/,
    apiVersion: /\becr\./,
    resource: ["repository"],
    references: ["repositoryRef"],
    name: [],
    policy: ["policy"],
    declared: /^Repository$/,
    declaredName: ["name"],
  },
  pulumi: {
    mark: "aws:ecr",
    policyType: /^aws:ecr[:/](?:repositoryPolicy:)?RepositoryPolicy$/,
    resource: ["repository"],
    name: [],
    policy: ["policy"],
    declared: [[/^aws:ecr[:/](?:repository:)?Repository$/, "name"]],
  },
};

const kind = defineKind<EcrRepository>({
  kind: ECR_REPOSITORY,
  service: "ecr",
  title: "ECR repository",
  facts: { policies: ["ecr:GetRepositoryPolicy"] },
  code: IN_CODE,
  permissions: ["ecr:DescribeRepositories"],
  read: (record) => {
    const { id, scope, collectedAt = null } = record;
    const arn = typeof record["arn"] === "string" ? record["arn"] : id;
    const name = /^arn:aws:ecr:[a-z0-9-]+:\d{12}:repository\/(.+)$/.exec(arn)?.[1];
    if (name === undefined) return { problem: `${arn} is no ARN of a repository` };
    const read = readFacts<{ policies: readonly PolicyDocument[] }>(record, { policies: POLICIES });
    return "problem" in read
      ? read
      : { kind: ECR_REPOSITORY, id, arn, name, owner: null, scope, collectedAt, ...read.facts };
  },
  documents: ({ policies }) => (Array.isArray(policies) ? policies : []),
  tags: () => undefined,
});

const rule = defineRule<EcrRepository, "policies">({
  meta: { ...meta, id: "ECR-001", service: "ecr" },
  kind: ECR_REPOSITORY,
  needs: ["policies"],
  judge: ({ arn, name, policies }, { trust, now }) => {
    const { exposure, evidence, faults } = decideExposure({
      documents: policies.map(({ document, unresolved = [], ...policy }) => ({
        name: policy.name,
        text: document,
        unresolved,
      })),
      resource: arn,
      owner: ACCOUNT_OF_THE_CODE,
      actions: [{ name: "ecr:BatchGetImage", keys: [] }],
      keys: [],
      trust,
      now,
    });
    const [grant, ...more] = evidence;
    const [fault, ...others] = faults;
    const message = `${name} is ${exposure}.`;
    return exposure === "exposed" && grant !== undefined && fault !== undefined
      ? {
          status: "FAILURE",
          message,
          evidence: [grant, ...more],
          faults: [fault, ...others],
          data: { exposure },
        }
      : {
          status: exposure === "private" ? "SUCCESS" : "NEEDS_REVIEW",
          message,
          evidence,
          data: { exposure },
        };
  },
});

/** A second service: repositories of Amazon ECR, for tests that no reader of code knows a service. */
const plugin: Plugin = { apiVersion: 1, name: "ecr", kinds: [kind], rules: [rule] };

export default plugin;
