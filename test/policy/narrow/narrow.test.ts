import { expect } from "chai";
import { narrow } from "../../../src/policy/narrow/narrow.ts";
import { labelOf } from "../../../src/policy/narrow/proposal.ts";
import { closedToStrangers } from "../../../src/policy/narrow/strangers.ts";
import { ask } from "../../../proof/question.ts";
import { allow, IDENTITY, isExposed, narrowed, narrowing, OWNER, policy, remediesOf } from "./support.ts";

const close = closedToStrangers(narrowing());
const PARTNER = "222222222222";

const narrowedOf = (...blocks: readonly string[]): readonly string[] => {
  const statements = blocks.map((cidr) => allow({ Condition: { IpAddress: { "aws:SourceIp": cidr } } }));
  const remedies = remediesOf(narrow(ask([policy(...statements)]), isExposed, close));
  return remedies.flatMap(({ edits }) => edits.map(({ path }) => path));
};

const timesAsked = (texts: readonly string[], means: "principals" | "condition" = "principals"): number => {
  let asked = 0;
  narrow(
    ask(texts),
    isExposed,
    (open) => close(open).map((one) => ({ ...one, means })),
    () => {
      asked += 1;
      return true;
    },
  );
  return asked;
};

describe("the smallest change that ends a fault", () => {
  it("is of the statements at fault alone", () => {
    const texts = [
      policy(allow({ Principal: { AWS: PARTNER } }), allow(), allow({ Principal: { AWS: OWNER } })),
    ];
    const remedies = remediesOf(narrow(ask(texts), isExposed, close));
    expect(remedies.map(({ edits }) => edits)).to.deep.equal([
      [{ op: "replace", path: "/Statement/1/Principal", value: { AWS: OWNER } }],
    ]);
  });

  it("is one for each document at fault, by its name", () => {
    const remedies = remediesOf(
      narrow(
        ask([policy(allow()), policy(allow({ Principal: { AWS: PARTNER } })), policy(allow())]),
        isExposed,
        close,
      ),
    );
    expect(remedies.map(({ document }) => document)).to.deep.equal(["Policy-1", "Policy-3"]);
  });

  it("is the removal of a statement for which nothing smaller is proposed", () => {
    const { remedy, after } = narrowed([policy(allow(), allow({ Principal: { AWS: PARTNER } }))], () => []);
    expect(remedy.means).to.equal("statement");
    expect(after).to.deep.equal([allow({ Principal: { AWS: PARTNER } })]);
  });

  it("is the removal of the policy where nothing else is in it", () => {
    const [remedy] = remediesOf(narrow(ask([policy(allow())]), isExposed, () => []));
    expect(remedy).to.deep.include({ document: "Policy-1", means: "policy", edits: [] });
  });

  it("passes over a proposal that does not end the fault, or leaves nobody who can use it", () => {
    const useless = { means: "condition", says: "s", stops: [], alternatives: [] } as const;
    const { remedy, after } = narrowed(
      [policy(allow()), policy(allow({ Principal: { AWS: PARTNER } }))],
      (open) => [
        {
          ...useless,
          edits: [
            { op: "add", path: "/Statement/0/Condition", value: { Bool: { "aws:SecureTransport": "true" } } },
          ],
        },
        {
          ...useless,
          edits: [
            {
              op: "add",
              path: "/Statement/0/Condition",
              value: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        },
        ...close(open),
      ],
    );
    expect(remedy.means).to.equal("principals");
    expect(after).to.deep.equal([allow({ Principal: { AWS: OWNER } })]);
  });

  it("is of use where whoever is left can use it, whatever the number of the account", () => {
    const first = "000000000000";
    const texts = [policy(allow({ Condition: { StringEquals: { "ses:FromAddress": "a@example.com" } } }))];
    const owned = narrowed(texts, closedToStrangers(narrowing({ owner: first })), isExposed, {
      owner: first,
    });
    expect(owned.remedy.means).to.equal("principals");
    const targets = { accounts: [first] };
    const named = narrowed(texts, closedToStrangers(narrowing({ targets })), isExposed);
    expect(named.remedy.means).to.equal("principals");
    const beside = [...texts, policy(allow({ Effect: "Deny", Principal: { AWS: PARTNER } }))];
    const alone = narrowed(beside, closedToStrangers(narrowing({ owner: first })), isExposed);
    expect(alone.remedy.means).to.equal("principals");
  });

  it("weighs a statement beside every Deny of the resource", () => {
    const shut = policy(allow({ Effect: "Deny", Action: "ses:SendRawEmail" }));
    const remedies = remediesOf(
      narrow(ask([policy(allow(), allow({ Action: "ses:SendRawEmail" })), shut]), isExposed, close),
    );
    expect(remedies.flatMap(({ edits }) => edits)).to.deep.equal([
      { op: "replace", path: "/Statement/0/Principal", value: { AWS: OWNER } },
    ]);
  });

  it("narrows as few as it takes of the statements that let strangers in only together", () => {
    expect(narrowedOf("16.0.0.0/8", "17.0.0.0/8")).to.deep.equal(["/Statement/0/Principal"]);
    expect(narrowedOf("16.0.0.0/9", "16.128.0.0/9", "17.0.0.0/8")).to.deep.equal(["/Statement/2/Principal"]);
    // No one of them is at fault, and no one's change is enough.
    expect(narrowedOf("16.0.0.0/8", "17.0.0.0/8", "18.0.0.0/8", "19.0.0.0/8")).to.deep.equal(
      [3, 2, 1, 0].map((index) => `/Statement/${index}/Principal`),
    );
    expect(narrowedOf("0.0.0.0/1", "128.0.0.0/1")).to.deep.equal([
      "/Statement/1/Principal",
      "/Statement/0/Principal",
    ]);
  });

  it("is of a single statement that stands in no list too", () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: allow() });
    const { after } = narrowed([text], close);
    expect(after).to.deep.equal(allow({ Principal: { AWS: OWNER } }));
  });

  it("is tried as it will stand: beside the Denies of other policies, and with what it adds", () => {
    const plain = { means: "principals", says: "s", stops: [], alternatives: [] } as const;
    const encrypted = { Bool: { "aws:SecureTransport": "true" } };
    const shut = policy(allow({ Effect: "Deny", Condition: encrypted }));
    const remedies = remediesOf(
      narrow(
        ask([policy(allow()), shut]),
        isExposed,
        () => [{ ...plain, edits: [{ op: "add", path: "/Statement/0/Condition", value: encrypted }] }],
        () => true,
      ),
    );
    expect(remedies.map(({ means }) => means)).to.deep.equal(["principals"]);

    const naming = { op: "replace", path: "/Statement/0/Principal", value: { AWS: PARTNER } } as const;
    const again = { op: "add", path: "/Statement/1", value: { ...allow(), Sid: "again" } } as const;
    for (const others of [[], [allow({ Principal: { AWS: PARTNER } })]]) {
      const { after } = narrowed([policy(allow(), ...others)], () => [
        { ...plain, edits: [naming, again] },
        { ...plain, edits: [naming] },
      ]);
      expect(after).to.deep.equal([allow({ Principal: { AWS: PARTNER } }), ...others]);
    }
  });

  it("passes over a proposal for a place that is not there", () => {
    const astray = {
      means: "principals",
      says: "s",
      stops: [],
      alternatives: [],
      edits: [{ op: "remove", path: "/Statement/7/Principal" }],
    } as const;
    for (const texts of [
      [policy(allow())],
      [policy(allow(), allow({ Action: "ses:SendRawEmail" }))],
      [
        policy(
          ...["16.0.0.0/8", "17.0.0.0/8"].map((cidr) =>
            allow({ Condition: { IpAddress: { "aws:SourceIp": cidr } } }),
          ),
        ),
      ],
    ]) {
      const remedies = remediesOf(narrow(ask(texts), isExposed, (open) => [astray, ...close(open)]));
      expect(remedies[0]?.edits.at(-1)).to.deep.include({ op: "replace", value: { AWS: OWNER } });
    }
  });

  it("is the removal that a proposal says, in its own words", () => {
    const { remedy } = narrowed([policy(allow(), allow({ Principal: { AWS: PARTNER } }))], () => [
      {
        means: "statement",
        says: "gone",
        stops: [],
        alternatives: [],
        edits: [{ op: "remove", path: "/Statement/0" }],
      },
    ]);
    expect(remedy).to.deep.include({ means: "statement", says: "gone" });
  });

  it("asks whether anybody can use what is left, but where whoever is named plainly can", () => {
    const under = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
    const deny = allow({ Effect: "Deny", Action: "ses:SendRawEmail" });
    expect(timesAsked([policy(allow())])).to.equal(0);
    expect(timesAsked([policy(allow(), allow({ Principal: { AWS: PARTNER } }))])).to.equal(0);
    expect(timesAsked([policy(allow())], "condition")).to.equal(1);
    expect(timesAsked([policy(allow(under))])).to.equal(1);
    expect(timesAsked([policy(allow(), deny)])).to.equal(1);
    expect(timesAsked([policy(allow()), policy(deny)])).to.equal(1);
  });

  it("is of use to whoever is named, whichever account he is in, the owner's too", () => {
    const under = { Condition: { Bool: { "aws:SecureTransport": "true" } } };
    for (const named of ["000000000000", "000000000001", OWNER, PARTNER]) {
      const { after } = narrowed([policy(allow(under))], () => [
        {
          means: "principals",
          says: "s",
          stops: [],
          alternatives: [],
          edits: [{ op: "replace", path: "/Statement/0/Principal", value: { AWS: named } }],
        },
      ]);
      expect(after, named).to.deep.equal([allow({ ...under, Principal: { AWS: named } })]);
    }
  });

  it("says why there is none: an expression, or a text that is not a policy", () => {
    const broken = narrow(ask(["{}"]), isExposed, close);
    expect("none" in broken && broken.none).to.include('policy "Policy-1" is not a valid policy (line 1');
    const question = ask([policy(allow()).replace(`"${IDENTITY}"`, "null")]);
    const holed = {
      ...question,
      documents: question.documents.map((one) => ({
        ...one,
        unresolved: [
          {
            at: "/Statement/0/Resource" as const,
            expression: "var.x",
            location: { file: "main.tf", startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
          },
        ],
      })),
    };
    const unresolved = narrow(holed, isExposed, close);
    expect("none" in unresolved && unresolved.none)
      .to.include("var.x")
      .and.to.include("/Statement/0/Resource");
  });
});

const says = (Sid: string | undefined): string => {
  const [remedy] = remediesOf(
    narrow(ask([policy(allow({ Principal: { AWS: PARTNER } }), allow({ Sid }))]), isExposed, () => []),
  );
  return remedy?.says ?? "";
};

describe("the label of a statement", () => {
  it("is its Sid, or its number where it has none", () => {
    expect(says("open")).to.include('Statement "open"');
    expect(says("")).to.include("Statement 1 ");
    expect(says(undefined)).to.include("Statement 1 ");
    expect(labelOf(undefined, 3)).to.equal("3");
  });
});
