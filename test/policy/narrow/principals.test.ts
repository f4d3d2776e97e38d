import { expect } from "chai";
import {
  isWildcard,
  oneOrList,
  replacedIn,
  withoutNames,
  withoutWildcard,
} from "../../../src/policy/narrow/principals.ts";
import { allow, openOf, OWNER, type Members } from "./support.ts";

const PARTNER = "222222222222";
const ROOT = `arn:aws:iam::${PARTNER}:root`;
const AT = "/Statement/0/Principal";
const SNS = "sns.amazonaws.com";

const isEverybody = (members: Members): boolean => isWildcard(openOf(allow(members)).statement.principal);

describe("everybody in a principal", () => {
  it("is a star as an AWS principal", () => {
    expect(isEverybody({ Principal: "*" })).to.equal(true);
    expect(isEverybody({ Principal: { AWS: [PARTNER, "*"] } })).to.equal(true);
    expect(isEverybody({ Principal: { AWS: PARTNER } })).to.equal(false);
    expect(isEverybody({ Principal: { Service: SNS } })).to.equal(false);
    expect(isEverybody({ Principal: undefined, NotPrincipal: { AWS: "*" } })).to.equal(false);
  });
});

describe("one name or a list", () => {
  it("is a list where there is not exactly one", () => {
    expect([oneOrList([]), oneOrList(["a"]), oneOrList(["a", "b"])]).to.deep.equal([[], "a", ["a", "b"]]);
  });
});

const withoutEverybody = (
  principal: unknown,
  names: readonly string[],
  services: readonly string[] = [],
): unknown => withoutWildcard(openOf(allow({ Principal: principal })), names, services);
const replaced = (value: unknown, path = AT): unknown => [{ op: "replace", path, value }];

describe("taking the wildcard out of a principal", () => {
  it("does not name an account again that is there by its root, in any partition", () => {
    for (const root of [ROOT, `arn:aws-us-gov:iam::${PARTNER}:root`, PARTNER])
      expect(withoutEverybody({ AWS: ["*", root] }, [PARTNER]), root).to.deep.equal([
        { op: "remove", path: `${AT}/AWS/0` },
      ]);
    for (const other of [`arn:aws:iam::${PARTNER}:user/root`, "AROAEXAMPLE222222222222"])
      expect(withoutEverybody({ AWS: ["*", other] }, [PARTNER]), other).to.deep.equal([
        { op: "replace", path: `${AT}/AWS/0`, value: PARTNER },
      ]);
  });

  it("puts names and services in its place", () => {
    expect(withoutEverybody("*", [OWNER])).to.deep.equal(replaced({ AWS: OWNER }));
    expect(withoutEverybody("*", [OWNER, PARTNER], [SNS])).to.deep.equal(
      replaced({ AWS: [OWNER, PARTNER], Service: SNS }),
    );
    expect(withoutEverybody("*", [], [SNS])).to.deep.equal(replaced({ Service: SNS }));
    expect(withoutEverybody({ AWS: "*" }, [OWNER])).to.deep.equal(replaced(OWNER, `${AT}/AWS`));
    expect(withoutEverybody({ AWS: ["*"] }, [OWNER])).to.deep.equal(replaced(OWNER, `${AT}/AWS`));
    expect(withoutEverybody({ AWS: "*" }, [], [SNS])).to.deep.equal(replaced({ Service: SNS }));
  });

  it("leaves the others of a list where they stand", () => {
    expect(withoutEverybody({ AWS: [PARTNER, "*"] }, [OWNER])).to.deep.equal(replaced(OWNER, `${AT}/AWS/1`));
    expect(withoutEverybody({ AWS: ["*", PARTNER] }, [])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS/0` },
    ]);
  });

  it("names nobody twice, be it by id or by the root's ARN", () => {
    expect(withoutEverybody({ AWS: [ROOT, "*"] }, [PARTNER])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS/1` },
    ]);
    expect(withoutEverybody({ AWS: [PARTNER, "*"] }, [PARTNER])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS/1` },
    ]);
    expect(withoutEverybody({ AWS: [`arn:aws:iam::${PARTNER}:user/root`, "*"] }, [PARTNER])).to.deep.equal(
      replaced(PARTNER, `${AT}/AWS/1`),
    );
    expect(withoutEverybody({ AWS: "*", Service: SNS }, [OWNER], [SNS])).to.deep.equal(
      replaced(OWNER, `${AT}/AWS`),
    );
  });

  it("adds services to those that are there", () => {
    expect(withoutEverybody({ AWS: "*", Service: SNS }, [], ["a.amazonaws.com"])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS` },
      { op: "replace", path: `${AT}/Service`, value: [SNS, "a.amazonaws.com"] },
    ]);
    expect(
      withoutEverybody({ AWS: ["*", PARTNER], Service: [SNS, "b.amazonaws.com"] }, [], ["a.amazonaws.com"]),
    ).to.deep.equal([
      { op: "remove", path: `${AT}/AWS/0` },
      { op: "replace", path: `${AT}/Service`, value: [SNS, "b.amazonaws.com", "a.amazonaws.com"] },
    ]);
    expect(withoutEverybody({ AWS: [PARTNER, "*"] }, [], [SNS])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS/1` },
      { op: "add", path: `${AT}/Service`, value: SNS },
    ]);
  });

  it("is not possible where nobody would be left", () => {
    expect(withoutEverybody("*", [])).to.equal(null);
    expect(withoutEverybody({ AWS: "*" }, [])).to.equal(null);
    expect(withoutEverybody({ AWS: ["*"] }, [])).to.equal(null);
    expect(withoutEverybody({ AWS: "*", Service: SNS }, [])).to.deep.equal([
      { op: "remove", path: `${AT}/AWS` },
    ]);
  });
});

const replacing = (list: readonly string[], added: readonly string[]): unknown =>
  replacedIn("/l", list, (one) => one === "x", added);

describe("replacing elements of a list", () => {
  it("takes out from the end, and puts the new ones where the first stood", () => {
    expect(replacing(["a", "x", "b", "x", "x"], ["p", "q", "r"])).to.deep.equal([
      { op: "remove", path: "/l/4" },
      { op: "remove", path: "/l/3" },
      { op: "replace", path: "/l/1", value: "p" },
      { op: "add", path: "/l/2", value: "q" },
      { op: "add", path: "/l/3", value: "r" },
    ]);
    expect(replacing(["x", "a"], [])).to.deep.equal([{ op: "remove", path: "/l/0" }]);
  });

  it("changes nothing where none is chosen", () => {
    expect(replacing(["a"], ["p"])).to.deep.equal([]);
  });

  it("can choose by place", () => {
    expect(replacedIn("/l", ["a", "a"], (_, index) => index === 1, [])).to.deep.equal([
      { op: "remove", path: "/l/1" },
    ]);
  });
});

const withoutPartner = (principal: unknown, added: readonly string[] = []): unknown =>
  withoutNames(openOf(allow({ Principal: principal })), (name) => name === PARTNER, added);

describe("taking names out of a principal", () => {
  it("leaves the others", () => {
    expect(withoutPartner({ AWS: [OWNER, PARTNER] })).to.deep.equal([{ op: "remove", path: `${AT}/AWS/1` }]);
    expect(withoutPartner({ AWS: [PARTNER, OWNER] }, [ROOT, OWNER])).to.deep.equal([
      { op: "replace", path: `${AT}/AWS/0`, value: ROOT },
    ]);
  });

  it("puts those in their place who stay", () => {
    expect(withoutPartner({ AWS: PARTNER }, [ROOT])).to.deep.equal([
      { op: "replace", path: `${AT}/AWS`, value: ROOT },
    ]);
    expect(withoutPartner({ AWS: [PARTNER] }, [ROOT, OWNER])).to.deep.equal([
      { op: "replace", path: `${AT}/AWS`, value: [ROOT, OWNER] },
    ]);
  });

  it("leaves the services alone, where nobody else is named", () => {
    expect(withoutPartner({ AWS: PARTNER, Service: SNS })).to.deep.equal([
      { op: "remove", path: `${AT}/AWS` },
    ]);
  });

  it("is not possible in NotPrincipal", () => {
    const open = openOf(allow({ Principal: undefined, NotPrincipal: { AWS: PARTNER } }));
    expect(withoutNames(open, () => true, [])).to.equal(null);
    expect(withoutWildcard(open, [OWNER], [])).to.equal(null);
  });

  it("is not possible where nobody would be left, or nobody is unwanted", () => {
    expect(withoutPartner({ AWS: PARTNER })).to.equal(null);
    expect(withoutPartner({ AWS: [PARTNER] })).to.equal(null);
    expect(withoutPartner({ AWS: [OWNER] })).to.equal(null);
    expect(withoutPartner("*")).to.equal(null);
    expect(withoutPartner({ Service: SNS })).to.equal(null);
  });
});
