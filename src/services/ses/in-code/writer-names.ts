import type { WritersForm } from "../../../model/kind-in-code.ts";

/**
 * Names by which programs, playbooks and scripts write the policy of an SES identity: operations of the aws command line
 * and of the SDKs, resources of Pulumi, SST, Alchemy and the CDK for Terraform, a module of Ansible, kinds of Crossplane.
 *
 * Each pattern matches a use, not a mention: an action of an IAM policy (`ses:PutIdentityPolicy`) writes nothing.
 */
const USES: readonly RegExp[] = [
  // aws ses put-identity-policy; its service stands before it, on the line before at the furthest.
  /\bses(?:v2)?\b[^\n]{0,200}(?:\n[^\n]{0,200}?)?\b(?:put-identity-policy|(?:create|update)-email-identity-policy)\b/gi,
  // ["ses", "put-identity-policy"], also one a line
  /["']ses(?:v2)?["'],?\s{0,80}-?\s{0,5}["'](?:put-identity-policy|(?:create|update)-email-identity-policy)["']/gi,
  // client.put_identity_policy(…), sesv2.createEmailIdentityPolicy(…), svc.PutIdentityPolicyWithContext(…)
  /(?:\.|->|::)\s{0,20}(?:put_?Identity_?Policy|(?:create|update)_?Email_?Identity_?Policy)\w*/gi,
  // action: 'putIdentityPolicy', getattr(client, "put_identity_policy"), client["putIdentityPolicy"]; a log of events that
  // names the operation writes nothing.
  /(?<=\b(?:action|method|operation)["']?\s{0,5}[:=]\s{0,5}["'`])(?:put_?identity_?policy|(?:create|update)_?email_?identity_?policy)(?:Command)?(?=["'`])/gi,
  /(?<=(?:\bgetattr\([^()\n]{1,100},\s{0,5}|[\w)]\[)["'`])(?:put_?[iI]dentity_?[pP]olicy|(?:create|update)_?[eE]mail_?[iI]dentity_?[pP]olicy)(?=["'`])/g,
  // Api: PutIdentityPolicy of an SSM document
  /(?<=(?:^[ \t-]{0,60}|[{,]\s{0,20})["']?Api["']?:[ \t]{0,5}["']?)(?:PutIdentityPolicy|(?:Create|Update)EmailIdentityPolicy)\b/gm,
  // arn:aws:states:::aws-sdk:ses:putIdentityPolicy
  /\baws-sdk:ses(?:v2)?:(?:putIdentityPolicy|(?:create|update)EmailIdentityPolicy)\b/g,
  // new PutIdentityPolicyCommand(…), ses.PutIdentityPolicyInput{…}, PutIdentityPolicyRequest.builder()
  /\b(?:Put|Create|Update)(?:Email)?IdentityPolicy(?:Command|Input|Request)\b/g,
  // Write-SESIdentityPolicy of the AWS Tools for PowerShell
  /\b(?:Write-SESIdentityPolicy|(?:New|Update)-SES2EmailIdentityPolicy)\b/gi,
  // new aws.ses.IdentityPolicy(…), SES.EmailIdentityPolicy(…), SesIdentityPolicy(…), ses.NewIdentityPolicy(…)
  /\b(?:New)?(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy\s{0,5}\(/g,
  // new IdentityPolicy<T>(…), import { IdentityPolicy as P }, const P = ses.IdentityPolicy; class P extends ses.IdentityPolicy
  /\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy\s{0,5}<[^()<>]{0,200}>\s{0,5}\(/g,
  /\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy(?=\s{1,9}as\s{1,9}(?!\w{0,60}IdentityPolicy\b)\w)/g,
  /(?:[=:]=?|\bextends)\s{1,5}[\w.]{0,60}?\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy(?=\s{0,5}(?:[;{]|$))/gm,
  /\bclass\s{1,5}\w{1,60}\([\w., ]{0,100}?\b(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy(?=\s{0,5}[,)])/g,
  // terraformResourceType: "aws_ses_identity_policy" of the CDK for Terraform
  /\bterraform_?resource_?type["']?\s{0,5}[:=]\s{0,5}["'`]aws_(?:ses_identity_policy|sesv2_email_identity_policy)\b/gi,
  // aws ses $(OP)-policy … --policy-name p: the operation is put together in what is no shell script
  /\bses(?:v2)?\s{1,20}[\w-]{0,30}(?:\$|%|\{\{|<)\S{1,60}(?=\s[^\n]{0,400}(?:\\\n[^\n]{0,400}){0,6}?--policy-name\b[^\n]{0,200}(?:\\\n[^\n]{0,200})?--policy\b)/g,
  // Action=PutIdentityPolicy of the query API, and the path of the other
  /(?<=[?&"'\s])Action=PutIdentityPolicy\b/g,
  /\/v2\/email\/identities\/[^\s"'`]{1,200}\/policies\b/g,
  // {:op :PutIdentityPolicy}
  /(?<=:op\s{1,5}:)PutIdentityPolicy\b/g,
  // a patch of JSON: op: replace, path: /spec/forProvider/policy
  /(?<=\bpath["']?\s{0,5}[:=]\s{0,5}["']?)\/spec\/(?:forProvider|initProvider)\/policy\b/g,
  // type: aws:ses:IdentityPolicy, aws:ses/identityPolicy:IdentityPolicy
  /\baws:ses(?:v2)?(?:\/\w{1,40})?:(?:Email)?IdentityPolicy\b/g,
  // community.aws.ses_identity_policy:
  /\b(?:aws_)?ses_identity_policy\b(?=["']?\s{0,5}:)|(?<=\bmodule:\s{0,5}["']?(?:[\w.]{1,60}\.)?)(?:aws_)?ses_identity_policy\b/g,
  // Type: Custom::SesIdentityPolicy, resourceType: "Custom::IdentityPolicy"
  /(?<=["'`: ])Custom::\w{0,60}IdentityPolicy\b/g,
  // resource "aws_ses_identity_policy" "x" in what makes Terraform: a template of another tool, Terragrunt
  /(?<=\bresource[ \t]{1,20}\\?["']?)aws_(?:ses_identity_policy|sesv2_email_identity_policy)\b/g,
  // kind: IdentityPolicy, kind = "IdentityPolicy" of a manifest in Terraform
  /(?<=["']?\bkind["']?(?::|\s{1,9}=)\s{0,20}["']?)(?:Ses|Sesv2|SESv2)?(?:Email)?IdentityPolicy\b/g,
];

/** What all of these names have in common, as bytes: one cheap look at a file tells whether it can name any. */
const MARKS: readonly string[] = [
  "dentityPolicy",
  "dentity-policy",
  "dentity_policy",
  "dentitypolicy",
  "email/identities/",
  // A parameter and an option of every operation that writes one, also where its name is put together.
  "PolicyName",
  "--policy-name",
  // Resources of the CDK and of Troposphere that may be of any type.
  "CustomResource",
  "CfnResource",
];

export const SES_WRITERS: WritersForm = {
  uses: USES,
  name: /[\w.:/-]*identity[_-]?policy\w*\s*$/i,
  marks: MARKS,
};
