import type { Fact } from "../../model/fact.ts";
import type { PolicyDocument, Resource } from "../../model/resource.ts";

/** An address has an @, and a domain never has one. */
export const typeOf = (name: string): SesIdentity["type"] => (name.includes("@") ? "EmailAddress" : "Domain");

export const SES_IDENTITY = "aws.ses.identity";

/** An Amazon SES identity: a domain or an address that mail can be sent from. */
export interface SesIdentity extends Resource {
  readonly kind: typeof SES_IDENTITY;
  readonly type: "Domain" | "EmailAddress";
  /**
   * The ARN that its policies call it by. In source code, where account and region are not known, account
   * 000000000000 stands for the one that the code is applied in.
   */
  readonly arn: string;
  readonly policies: Fact<readonly PolicyDocument[]>;
  readonly verification: Fact<string>;
  readonly dkim: Fact<{ readonly enabled: boolean; readonly status: string }>;
  /** Key and value; not asked for by the SES v1 API. */
  readonly tags: Fact<Readonly<Record<string, string>>>;
}
