import { expect } from "chai";
import { exposuresOf, judgeFiles } from "../judge-files.ts";

const statement = (principal: string): string =>
  `{Statement: [{Effect: Allow, Principal: ${principal}, Action: 'ses:SendEmail', Resource: '*'}]}`;

const service = (resources: string): Readonly<Record<string, string>> => ({
  "serverless.yml": `service: s\nprovider: {name: aws}\nresources:\n${resources}`,
});

const DECLARED = (principal: string): string =>
  `  Resources:\n    P:\n      Type: Custom::IdentityPolicy\n      Properties:\n        Identity: a.example.com\n        Policy: ${statement(principal)}\n`;

describe("extensions of a service's resources", () => {
  it("take the place of a property as a whole", async () => {
    const opened = `${DECLARED("{AWS: '111122223333'}")}  extensions:\n    P:\n      Properties:\n        Policy: ${statement("'*'")}\n`;
    expect(exposuresOf(await judgeFiles(service(opened)))).to.deep.equal(["a.example.com exposed"]);
    const closed = `${DECLARED("'*'")}  extensions:\n    P:\n      Properties:\n        Policy: ${statement("{AWS: '111122223333'}")}\n`;
    expect(exposuresOf(await judgeFiles(service(closed)))).to.deep.equal(["a.example.com cross-account"]);
  });

  it("keep the properties that they do not name", async () => {
    const more = `${DECLARED("'*'")}  extensions:\n    P:\n      DeletionPolicy: Retain\n      Properties:\n        Other: x\n`;
    expect(exposuresOf(await judgeFiles(service(more)))).to.deep.equal(["a.example.com exposed"]);
  });

  it("are read of a resource that a function or a plugin makes", async () => {
    const made = `  extensions:\n    Mail:\n      Properties:\n        Identity: a.example.com\n        Policy: ${statement("'*'")}\n`;
    expect(exposuresOf(await judgeFiles(service(made)))).to.deep.equal(["a.example.com exposed"]);
    const role = `  extensions:\n    Role:\n      Properties:\n        Policies: [{PolicyName: x, PolicyDocument: {Statement: [{Effect: Allow, Action: 'ses:SendEmail', Resource: '*'}]}}]\n`;
    expect(exposuresOf(await judgeFiles(service(role)))).to.deep.equal([]);
  });
});
