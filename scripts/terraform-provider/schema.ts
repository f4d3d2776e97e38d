import { message } from "./protobuf.ts";

/** A type as Terraform's protocol writes it: `"string"`, `["set", "string"]`. */
type Type = string | readonly [string, Type];

export interface Block {
  readonly attributes: Readonly<
    Record<string, { readonly type: Type; readonly use: "required" | "optional" | "computed" | "either" }>
  >;
  readonly blocks?: Readonly<Record<string, { readonly nesting: "list" | "set"; readonly block: Block }>>;
}

const required = { type: "string", use: "required" } as const;
const optional = { type: "string", use: "optional" } as const;
const computed = { type: "string", use: "computed" } as const;
/** AWS provider 6: every resource may name its region. */
const COMMON = { id: computed, region: { type: "string", use: "either" } } as const;

const strings = { type: ["set", "string"], use: "optional" } as const;
const documents = { type: ["list", "string"], use: "optional" } as const;

const PRINCIPALS: Block = {
  attributes: { type: required, identifiers: { type: ["set", "string"], use: "required" } },
};

export const RESOURCES: Readonly<Record<string, Block>> = {
  aws_ses_domain_identity: {
    attributes: { ...COMMON, domain: required, arn: computed, verification_token: computed },
  },
  aws_ses_email_identity: { attributes: { ...COMMON, email: required, arn: computed } },
  aws_sesv2_email_identity: {
    attributes: {
      ...COMMON,
      email_identity: required,
      arn: computed,
      identity_type: computed,
      configuration_set_name: optional,
      tags: { type: ["map", "string"], use: "optional" },
    },
  },
  aws_ses_identity_policy: {
    attributes: { ...COMMON, identity: required, name: required, policy: required },
  },
  aws_sesv2_email_identity_policy: {
    attributes: { ...COMMON, email_identity: required, policy_name: required, policy: required },
  },
};

export const DATA_SOURCES: Readonly<Record<string, Block>> = {
  aws_caller_identity: {
    attributes: { id: computed, account_id: computed, arn: computed, user_id: computed },
  },
  aws_region: { attributes: { ...COMMON, name: { type: "string", use: "either" } } },
  aws_partition: {
    attributes: { id: computed, partition: computed, dns_suffix: computed, reverse_dns_prefix: computed },
  },
  aws_iam_policy_document: {
    attributes: {
      id: computed,
      json: computed,
      minified_json: computed,
      policy_id: optional,
      version: optional,
      source_policy_documents: documents,
      override_policy_documents: documents,
    },
    blocks: {
      statement: {
        nesting: "list",
        block: {
          attributes: {
            sid: optional,
            effect: optional,
            actions: strings,
            not_actions: strings,
            resources: strings,
            not_resources: strings,
          },
          blocks: {
            principals: { nesting: "set", block: PRINCIPALS },
            not_principals: { nesting: "set", block: PRINCIPALS },
            condition: {
              nesting: "set",
              block: {
                attributes: {
                  test: required,
                  variable: required,
                  values: { type: ["list", "string"], use: "required" },
                },
              },
            },
          },
        },
      },
    },
  },
};

const PROVIDER: Block = {
  attributes: {
    region: optional,
    profile: optional,
    allowed_account_ids: { type: ["set", "string"], use: "optional" },
  },
};

const NESTING = { list: 2, set: 3 } as const;

const encodedBlock = ({ attributes, blocks = {} }: Block): Buffer =>
  message(
    ...Object.entries(attributes).map(
      ([name, { type, use }]) =>
        [
          2,
          message(
            [1, name],
            [2, JSON.stringify(type)],
            [4, use === "required"],
            [5, use === "optional" || use === "either"],
            [6, use === "computed" || use === "either"],
          ),
        ] as const,
    ),
    ...Object.entries(blocks).map(
      ([name, { nesting, block }]) =>
        [3, message([1, name], [2, encodedBlock(block)], [3, NESTING[nesting]])] as const,
    ),
  );

const encodedSchema = (block: Block): Buffer => message([2, encodedBlock(block)]);

/** The answer of GetProviderSchema. */
export const encodedSchemas = (): Buffer => {
  const named = (field: number, schemas: Readonly<Record<string, Block>>) =>
    Object.entries(schemas).map(
      ([name, block]) => [field, message([1, name], [2, encodedSchema(block)])] as const,
    );
  return message([1, encodedSchema(PROVIDER)], ...named(2, RESOURCES), ...named(3, DATA_SOURCES));
};
