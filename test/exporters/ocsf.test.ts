import { expect } from "chai";
import { ocsf } from "../../src/exporters/ocsf.ts";
import { isAboutScope } from "../../src/model/finding.ts";
import { filesScopeId } from "../../src/model/scope.ts";
import { aFinding, anUnreadScope, stream } from "../support/findings.ts";
import { ocsfValidator } from "../support/ocsf-schema.ts";
import { estate, FINDINGS } from "./html/estate.ts";
import { hostileEstate, PAYLOADS } from "./html/hostile.ts";

interface Event {
  readonly class_uid: number;
  readonly category_uid: number;
  readonly activity_id: number;
  readonly type_uid: number;
  readonly severity_id: number;
  readonly time: number;
  readonly metadata: {
    readonly uid: string;
    readonly version: string;
    readonly product: { readonly name: string };
  };
  readonly finding_info: { readonly uid: string; readonly first_seen_time: number };
  readonly compliance: { readonly status_id: number; readonly requirements: readonly string[] };
  readonly status_id: number;
  readonly status_code: string;
  readonly resources: readonly { readonly name: string }[];
}

const events = (records: ReturnType<typeof estate>): readonly Event[] => {
  const take = ocsf.open({});
  const text = records
    .flatMap((record) => [...take(record)])
    .map((piece) => piece.text)
    .join("");
  return JSON.parse(text) as readonly Event[];
};

const RESOURCES = FINDINGS.filter(({ resource }) => !isAboutScope(resource));

describe("ocsf", () => {
  const all = events(estate());

  it("has an event for each finding, and one that closes what is gone", () => {
    const scopes = FINDINGS.filter((finding) => !RESOURCES.includes(finding)).map(({ scope }) => scope);
    expect(all).to.have.length(RESOURCES.length + new Set(scopes).size + 1);
    expect(all.filter(({ activity_id }) => activity_id === 3)).to.have.length(1);
  });

  it("is a compliance finding with everything that its class requires, times in milliseconds", () => {
    for (const event of all) {
      expect(event).to.include({ class_uid: 2003, category_uid: 2 });
      expect(event.type_uid).to.equal(200_300 + event.activity_id);
      expect(event.severity_id).to.be.within(1, 6);
      expect(event.metadata.product.name).to.equal("Postern");
      expect(event.time).to.equal(Date.UTC(2026, 10, 23, 16));
      expect(event.finding_info.uid).to.match(/^ccc:/);
    }
  });

  it("fits OCSF's own definition of the version that it names, live and in code", () => {
    const isValid = ocsfValidator();
    const files = filesScopeId(".", "ses");
    const inCode = aFinding({ scope: files, resource: { id: "main.tf#a", account: null, region: null } });
    const written = [
      ...all,
      ...events(hostileEstate(PAYLOADS.join(" "))),
      ...events(stream([inCode, anUnreadScope(files)])),
    ];
    for (const event of written)
      expect(isValid(event), JSON.stringify([isValid.errors, event])).to.equal(true);
    const [first] = all;
    for (const spoilt of [
      { ...first, severity: "Fatal" },
      { ...first, cloud: undefined },
      { ...first, metadata: { ...first?.metadata, profiles: [] } },
      { ...first, finding_info: {} },
      { ...first, colour: "red" },
    ])
      expect(isValid(JSON.parse(JSON.stringify(spoilt))), JSON.stringify(spoilt)).to.equal(false);
  });

  it("says pass, warning and fail for what passed, is not known, and failed", () => {
    const words = { SUCCESS: 1, NEEDS_REVIEW: 2, NOT_EVALUATED: 2, FAILURE: 3 };
    for (const { status, id } of RESOURCES) {
      const event = all.find(({ finding_info }) => finding_info.uid === id);
      expect(event?.compliance.status_id, id).to.equal(words[status]);
    }
  });

  it("an accepted risk is suppressed and keeps that it failed", () => {
    const event = all.find(
      ({ resources, status_id }) => resources[0]?.name === "legacy.example.org" && status_id === 3,
    );
    expect(event?.compliance.status_id).to.equal(3);
  });

  it("says what its readers look for: product, event, types, account and AWS's own name of the resource", () => {
    const [first] = events(stream([aFinding()])) as readonly object[];
    expect(first).to.deep.nested.include({
      "metadata.product.uid": "postern",
      "finding_info.types": ["Software and Configuration Checks/AWS Security Best Practices"],
      "finding_info.title": "Exposed SES Identities: example.com",
      "cloud.account.uid": "111122223333",
      "cloud.account.name": "111122223333",
      "resources[0].type": "AWS::SES::EmailIdentity",
      "evidences[0].name": "accepted request",
      "evidences[0].data.action": "ses:SendEmail",
    });
    const uids = all.map(({ metadata }) => metadata.uid);
    expect(new Set(uids).size).to.equal(all.length);
  });

  it("alarms by failures alone, and once by a scope that no rule could read", () => {
    const scope = "aws/111122223333/us-west-2/ses";
    const open = events(
      stream([aFinding({ status: "NEEDS_REVIEW" }), anUnreadScope(scope, "SES-001"), anUnreadScope(scope)]),
    );
    expect(open.map(({ severity_id }) => severity_id)).to.deep.equal([2, 2]);
    expect(open[1]).to.deep.nested.include({
      "finding_info.title": "Postern could not read SES in us-west-2 of 111122223333",
      "resources[0].type": "AWS::::Account",
    });
  });

  it("is one event a line where that is asked for", () => {
    const take = ocsf.open({ lines: true });
    const text = estate()
      .flatMap((record) => [...take(record)])
      .map((piece) => piece.text)
      .join("");
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as Event)).to.deep.equal(all);
  });

  it("is an empty array where there is no finding", () => {
    expect(events(stream([]))).to.deep.equal([]);
  });

  it("stays JSON, and shows what is invisible, on a hostile estate", () => {
    const text = JSON.stringify(events(hostileEstate(PAYLOADS.join(" "))));
    expect(text).to.include("⟨U+202E⟩");
    expect(text).to.not.include("\u202E");
  });
});
