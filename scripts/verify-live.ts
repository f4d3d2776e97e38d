// `npm run verify:live -- --i-own-this-account ID --identity example.com [--region us-east-1]`: asks AWS itself what
// docs/exposure.md lists as open. It puts policies on one identity of the account that the credentials are of, prints what
// AWS answers, and deletes them. The identity's other policies stay as they are. Sending is left to you: the script prints
// what to run from a second account while a policy is in place. Never run by the project's own tests.
import { parseArgs } from "node:util";
import { createInterface } from "node:readline/promises";
import { DeleteIdentityPolicyCommand, PutIdentityPolicyCommand, SESClient } from "@aws-sdk/client-ses";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const { values } = parseArgs({
  options: {
    "i-own-this-account": { type: "string" },
    identity: { type: "string" },
    region: { type: "string", default: "us-east-1" },
  },
});
const account = values["i-own-this-account"];
const { identity, region } = values;

const stop = (says: string): never => {
  console.error(says);
  process.exit(2);
};

if (account === undefined || identity === undefined)
  stop("Give --i-own-this-account ID and --identity NAME, of a throw-away account and identity.");
const caller = await new STSClient({ region }).send(new GetCallerIdentityCommand({}));
if (caller.Account !== account)
  stop(`These credentials are of account ${caller.Account ?? "unknown"}, not ${account ?? ""}.`);

const NAME = "postern-verify-live";
const resource = `arn:aws:ses:${region}:${account ?? ""}:identity/${identity ?? ""}`;
const statement = (Effect: string, Condition: Record<string, unknown>): Record<string, unknown> => ({
  Effect,
  Principal: "*",
  Action: ["ses:SendEmail", "ses:SendRawEmail"],
  Resource: resource,
  Condition,
});

/** A question of docs/exposure.md, the statements that ask it, and what an accepted mail from a second account means. */
const EXPERIMENTS: readonly (readonly [
  question: string,
  statements: readonly unknown[],
  accepted: string,
])[] = [
  [
    "ses-global-keys",
    [statement("Allow", { StringEqualsIfExists: { "aws:PrincipalAccount": account } })],
    "SES does not know aws:PrincipalAccount",
  ],
  [
    "foranyvalue-ifexists",
    [
      statement("Allow", {}),
      statement("Deny", {
        "ForAnyValue:StringNotLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" },
      }),
    ],
    "ForAnyValue with IfExists is false without the key (send from an account in no organisation)",
  ],
  [
    "list-key:ses:Recipients",
    [statement("Allow", { StringLike: { "ses:Recipients": "*@simulator.amazonses.com" } })],
    "a list is compared without a set operator (send to success@simulator.amazonses.com)",
  ],
  [
    "short-arn-pattern",
    [statement("Allow", { ArnLike: { "aws:PrincipalArn": "*" } })],
    "a pattern of fewer than six fields is compared with the whole ARN",
  ],
  [
    "operator-case:stringlike",
    [statement("Allow", { stringlike: { "ses:FromAddress": `nobody@${identity ?? ""}` } })],
    "the condition is ignored (send from another address than nobody@)",
  ],
];

const ses = new SESClient({ region });
const prompt = createInterface({ input: process.stdin, output: process.stdout });
for (const [question, statements, accepted] of EXPERIMENTS) {
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  console.log(`\n${question}\n${Policy}`);
  try {
    await ses.send(new PutIdentityPolicyCommand({ Identity: identity, PolicyName: NAME, Policy }));
    console.log("AWS stored the policy. From a second account, run:");
    console.log(
      `  aws ses send-email --region ${region} --source-arn ${resource} --from test@${identity ?? ""} --to success@simulator.amazonses.com --subject x --text x`,
    );
    console.log(`Accepted means: ${accepted}.`);
    await prompt.question("Press Enter to delete the policy and go on. ");
  } catch (error) {
    console.log(
      `AWS answered: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
    );
  } finally {
    await ses.send(new DeleteIdentityPolicyCommand({ Identity: identity, PolicyName: NAME }));
  }
}
prompt.close();
