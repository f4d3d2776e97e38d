import { expect } from "chai";
import { ask } from "./support.ts";

const USER = "arn:aws:iam::222222222222:user/Jane";
const ROLE = "arn:aws:iam::222222222222:role/app";
const SESSION = "arn:aws:sts::222222222222:assumed-role/app/s";

type Named = Readonly<Record<string, unknown>> | string;

const isAllowed = (
  element: Readonly<Record<string, Named>>,
  principal: string,
  context: Record<string, string> = {},
): boolean =>
  ask([element], {
    principal,
    context: { "aws:PrincipalAccount": "222222222222", "aws:PrincipalArn": principal, ...context },
  }) === "allowed";

describe("whom a Principal is about", () => {
  it("is everyone by a star, and no part of a name", () => {
    for (const Principal of ["*", { AWS: "*" }] as const)
      expect(isAllowed({ Principal }, USER)).to.equal(true);
  });

  it("is the whole account by its id or its root", () => {
    for (const AWS of ["222222222222", "arn:aws:iam::222222222222:root"])
      expect(isAllowed({ Principal: { AWS } }, USER), AWS).to.equal(true);
    expect(isAllowed({ Principal: { AWS: "333333333333" } }, USER)).to.equal(false);
  });

  it("is a role with its sessions, and a session by itself", () => {
    expect(isAllowed({ Principal: { AWS: ROLE } }, SESSION, { "aws:PrincipalArn": ROLE })).to.equal(true);
    expect(isAllowed({ Principal: { AWS: SESSION } }, SESSION, { "aws:PrincipalArn": ROLE })).to.equal(true);
    expect(
      isAllowed({ Principal: { AWS: USER } }, "arn:aws:sts::222222222222:federated-user/x", {
        "aws:PrincipalArn": USER,
      }),
    ).to.equal(false);
  });

  it("is a service by its name, and never an AWS principal of that name", () => {
    expect(isAllowed({ Principal: { Service: "sns.amazonaws.com" } }, "sns.amazonaws.com")).to.equal(true);
    expect(isAllowed({ Principal: { Service: "sqs.amazonaws.com" } }, "sns.amazonaws.com")).to.equal(false);
  });

  it("is everyone else by NotPrincipal, and nobody where the list is empty", () => {
    expect(isAllowed({ NotPrincipal: { AWS: "333333333333" } }, USER)).to.equal(true);
    expect(isAllowed({ NotPrincipal: { AWS: "222222222222" } }, USER)).to.equal(false);
    expect(isAllowed({ NotPrincipal: { AWS: [] } }, USER)).to.equal(false);
    expect(isAllowed({ Principal: { AWS: [] } }, USER)).to.equal(false);
  });
});
