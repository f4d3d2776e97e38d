import { expect } from "chai";
import type { Witness } from "../../../../src/model/verdict.ts";
import { policy, reachOf, type Members } from "../explain/support.ts";
import { conditions, kind, TAG, OTHER } from "./demands.ts";

const witness = (...statements: readonly Members[]): Witness => {
  const { exposure, witness: found } = reachOf([policy(...statements)]);
  if (found === null) throw new Error(`no witness: ${exposure}`);
  return found;
};

describe("keys that variables tie together", () => {
  it("have one text, whichever of them is asked for", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringLike", "aws:PrincipalTag/b", "mail-*"],
      ),
    );
    expect(context["aws:PrincipalTag/a"]).to.equal(context["aws:PrincipalTag/b"]);
    expect(context["aws:PrincipalTag/b"]).to.match(/^mail-/);
  });

  it("have one text through a third key", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/c}"],
        ["StringLike", "aws:PrincipalTag/c", "mail-?"],
      ),
    );
    expect(context["aws:PrincipalTag/a"]).to.match(/^mail-.$/);
    expect(context["aws:PrincipalTag/a"]).to.equal(context["aws:PrincipalTag/c"]);
  });

  it("are the id of a root user, which is his account", () => {
    const { principal, context } = witness(
      conditions(["StringEquals", "aws:PrincipalTag/id", "${aws:userid}"], kind("Account")),
    );
    expect(principal).to.equal(`arn:aws:iam::${String(context["aws:userid"])}:root`);
    expect(context["aws:PrincipalTag/id"]).to.equal(context["aws:PrincipalAccount"]);
  });

  it("are not bound by what is asked of the caller's id", () => {
    for (const [type, id] of [
      ["Account", "9*"],
      ["FederatedUser", "*:bob"],
    ] as const) {
      const { context } = witness(
        conditions(
          ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
          ["StringLike", "aws:PrincipalTag/b", "mail-*"],
          ["StringLike", "aws:userid", id],
          kind(type),
        ),
        { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/b", ["mail-", "mail-x"]]) },
      );
      expect(context["aws:PrincipalTag/a"], type).to.match(/^mail-./);
    }
  });

  it("are the id of a federated user, which is his account and name", () => {
    const { principal, context } = witness(
      conditions(["StringEquals", "aws:PrincipalTag/id", "${aws:userid}"], kind("FederatedUser")),
    );
    const [account = "", name = ""] = String(context["aws:userid"]).split(":");
    expect(principal).to.equal(`arn:aws:sts::${account}:federated-user/${name}`);
    expect(name).not.to.equal("");
    expect(context["aws:PrincipalTag/id"]).to.equal(context["aws:userid"]);
  });

  it("are part of the name of a user, or of a role", () => {
    const user = witness(
      conditions(
        ["StringEquals", "aws:username", "x-${aws:PrincipalTag/team}"],
        ["StringLike", "aws:PrincipalTag/team", "m?il"],
      ),
    );
    expect(user.context["aws:username"]).to.match(/^x-m.il$/);
    expect(user.principal.endsWith(`/${String(user.context["aws:username"])}`)).to.equal(true);
    const role = witness(
      conditions(
        ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/${aws:PrincipalTag/team}"],
        ["StringLike", "aws:PrincipalTag/team", "m?il"],
      ),
    );
    expect(role.context["aws:PrincipalArn"]).to.match(/^arn:aws:iam::\d{12}:role\/m.il$/);
  });

  it("let nobody in where no text meets all", () => {
    for (const rest of [
      [["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/a}x"]],
      [
        ["StringLike", "aws:PrincipalTag/a", "a*"],
        ["StringNotLike", "aws:PrincipalTag/b", "a*"],
      ],
    ] as const)
      expect(
        reachOf([
          policy(conditions(["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"], ...rest)),
        ]).exposure,
        JSON.stringify(rest),
      ).to.equal("private");
  });

  it("let nobody in where they make the caller's account the owner's", () => {
    const { exposure } = reachOf([
      policy(
        conditions(
          ["StringEquals", "aws:PrincipalAccount", "${aws:PrincipalTag/id}"],
          ["StringEquals", "aws:PrincipalTag/id", "111111111111"],
        ),
      ),
    ]);
    expect(exposure).to.equal("private");
  });

  it("are tried at another value where a Deny takes the first", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", ["one", "two"]],
      ),
      { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/a", "one"]) },
    );
    expect(context["aws:PrincipalTag/a"]).to.equal("two");
    expect(context["aws:PrincipalTag/b"]).to.equal("two");
  });

  it("are all tried at another value where a Deny takes the first of the last", () => {
    const { context } = witness(
      conditions(
        ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
        ["StringEquals", "aws:PrincipalTag/b", "${aws:PrincipalTag/c}"],
        ["StringEquals", "aws:PrincipalTag/c", ["one", "two"]],
      ),
      { Effect: "Deny", ...conditions(["StringEquals", "aws:PrincipalTag/c", "one"]) },
    );
    for (const name of ["a", "b", "c"]) expect(context[`aws:PrincipalTag/${name}`], name).to.equal("two");
  });

  it("leave it undecided where a date is one of them, and only then are named", () => {
    const { exposure, reason } = reachOf([
      policy(
        conditions(
          ["StringEquals", "aws:PrincipalTag/a", "${aws:PrincipalTag/b}"],
          ["StringLike", "aws:PrincipalTag/now", "${aws:CurrentTime}"],
          ["StringEquals", "aws:PrincipalTag/day", "${aws:CurrentTime}"],
          ["StringNotLike", "aws:PrincipalTag/day", "2026-11-23T12:00:00Z"],
        ),
      ),
    ]);
    expect(exposure).to.equal("undecided");
    expect(reason?.code).to.equal("related-keys");
    expect(reason?.says).to.match(/ aws:CurrentTime, aws:PrincipalTag\/day /);
  });
});

describe("keys that variables tie together and numbers", () => {
  it("leave it undecided where the values tried do not meet all", () => {
    const { exposure, reason } = reachOf([
      policy(
        conditions(
          ["StringEquals", TAG, `\${${OTHER}}`],
          ["StringLike", TAG, "3*"],
          ["NumericGreaterThan", OTHER, "100"],
        ),
      ),
    ]);
    expect(exposure).to.equal("undecided");
    expect(reason?.code).to.equal("related-keys");
  });
});
