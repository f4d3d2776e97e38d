import { textAt } from "../../../protocol/json.ts";
import { jsonService, type JsonOperation } from "../../../protocol/rest-json.ts";
import type { Service } from "../../../protocol/service.ts";
import { getAccount } from "./account.ts";
import {
  createEmailIdentity,
  deleteEmailIdentity,
  getEmailIdentity,
  getEmailIdentityPolicies,
  listEmailIdentities,
} from "./email-identities.ts";
import {
  createEmailIdentityPolicy,
  deleteEmailIdentityPolicy,
  updateEmailIdentityPolicy,
} from "./email-identity-policies.ts";
import { putEmailIdentityDkimSigningAttributes } from "./dkim.ts";
import { SETTINGS } from "./settings.ts";
import { listTagsForResource, tagResource, untagResource } from "./tags.ts";

const IDENTITIES = "/v2/email/identities";
const IDENTITY = `${IDENTITIES}/{EmailIdentity}`;
const POLICY = `${IDENTITY}/policies/{PolicyName}`;
const TAGS = "/v2/email/tags";

const subjects = (input: Parameters<JsonOperation>[0]): readonly string[] => [textAt(input, "EmailIdentity")];

/** Amazon SES, API v2: the identities of v1, seen by other operations with quotas of their own. */
export const SES_V2: Service = jsonService({
  name: "ses",
  regional: true,
  routes: [
    // The SDK for JavaScript posts from 3.1143 on; others and earlier ones get.
    { operation: "ListEmailIdentities", at: "POST /v2/email/list-identities", answer: listEmailIdentities },
    { operation: "ListEmailIdentities", at: `GET ${IDENTITIES}`, answer: listEmailIdentities },
    { operation: "CreateEmailIdentity", at: `POST ${IDENTITIES}`, answer: createEmailIdentity, subjects },
    { operation: "GetEmailIdentity", at: `GET ${IDENTITY}`, answer: getEmailIdentity, subjects },
    { operation: "DeleteEmailIdentity", at: `DELETE ${IDENTITY}`, answer: deleteEmailIdentity, subjects },
    ...SETTINGS.map(({ operation, path, answer }) => ({
      operation,
      at: `PUT ${IDENTITY}/${path}`,
      answer,
      subjects,
    })),
    // Earlier clients put to a path of version 1.
    ...[IDENTITY, IDENTITY.replace("/v2/", "/v1/")].map((identity) => ({
      operation: "PutEmailIdentityDkimSigningAttributes",
      at: `PUT ${identity}/dkim/signing`,
      answer: putEmailIdentityDkimSigningAttributes,
      subjects,
    })),
    {
      operation: "GetEmailIdentityPolicies",
      at: `GET ${IDENTITY}/policies`,
      answer: getEmailIdentityPolicies,
      subjects,
    },
    {
      operation: "CreateEmailIdentityPolicy",
      at: `POST ${POLICY}`,
      answer: createEmailIdentityPolicy,
      subjects,
    },
    {
      operation: "UpdateEmailIdentityPolicy",
      at: `PUT ${POLICY}`,
      answer: updateEmailIdentityPolicy,
      subjects,
    },
    {
      operation: "DeleteEmailIdentityPolicy",
      at: `DELETE ${POLICY}`,
      answer: deleteEmailIdentityPolicy,
      subjects,
    },
    { operation: "ListTagsForResource", at: `GET ${TAGS}`, answer: listTagsForResource },
    { operation: "TagResource", at: `POST ${TAGS}`, answer: tagResource },
    { operation: "UntagResource", at: `DELETE ${TAGS}`, answer: untagResource },
    { operation: "GetAccount", at: "GET /v2/email/account", answer: getAccount },
  ],
  errorBody: ({ message }) => ({ message }),
});
