import { expect } from "chai";
import { parse } from "yaml";
import { postern } from "../support/command.ts";

/** CloudFormation's short forms of functions, as what they stand for. */
const FUNCTIONS = ["Ref", "Sub", "GetAtt", "If", "Not", "Equals"].flatMap((name) => [
  { tag: `!${name}`, resolve: (text: string) => ({ [name]: text }) },
  { tag: `!${name}`, collection: "seq" as const },
]);

describe("postern permissions --format stackset", () => {
  it("is a template of a role that the scanning account alone may assume, with the policy of the other formats", async () => {
    const { code, stdout } = await postern(["permissions", "--format", "stackset"]);
    expect(code).to.equal(0);
    const template = parse(stdout, { customTags: FUNCTIONS }) as {
      readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: never }>>;
    };
    const [role] = Object.values(template.Resources);
    expect(role?.Type).to.equal("AWS::IAM::Role");
    expect(role?.Properties).to.have.nested.property(
      "AssumeRolePolicyDocument.Statement[0].Principal.AWS.Sub",
      "arn:${AWS::Partition}:iam::${ScanningAccount}:root",
    );
    const json = JSON.parse((await postern(["permissions"])).stdout) as {
      readonly Statement: readonly { readonly Action: readonly string[] }[];
    };
    expect(role?.Properties).to.have.deep.nested.property(
      "Policies[0].PolicyDocument.Statement[0].Action",
      json.Statement[0]?.Action,
    );
  });
});
