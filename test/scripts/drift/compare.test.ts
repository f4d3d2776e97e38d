import { expect } from "chai";
import { drift, type Source, type Tables } from "../../../scripts/drift/compare.ts";
import { sources } from "../../../scripts/drift/sources.ts";
import { TABLES } from "../../../scripts/drift/tables.ts";

/** A list that names one new global condition key. */
const source = (title: string): Source => ({
  title,
  globalKeys: ["aws:NewKeyOf2027"],
  serviceKeys: [],
  actions: [],
  otherActions: [],
  resourceTypes: [],
});

/** Our tables, but for the condition keys of ses:SendBounce. */
const withKeys = (keys: readonly string[]): Partial<Tables> => ({
  actions: TABLES.actions.map((action) => (action.name === "ses:SendBounce" ? { ...action, keys } : action)),
});

describe("the drift between our tables and what AWS publishes", () => {
  let published: readonly Source[];
  let found: readonly string[];
  before(async () => {
    published = await sources();
    found = drift(TABLES, published);
  });

  /** What drifts with these tables and not with ours. */
  const more = (tables: Partial<Tables>): readonly string[] =>
    drift({ ...TABLES, ...tables }, published)
      .filter((line) => !found.includes(line))
      .map((line) => line.split(": ")[0] ?? "");

  it("reads every list, none of them empty", () => {
    expect(published).to.have.length(3);
    for (const list of ["globalKeys", "serviceKeys", "actions", "otherActions", "resourceTypes"] as const)
      expect(
        published.flatMap((source) => source[list] as readonly unknown[]),
        list,
      ).not.to.have.length(0);
  });

  it("is none: a row or an exclusion decides on everything", () => {
    expect(found).to.deep.equal([]);
  });

  it("names a global condition key whose row is removed", () => {
    for (const [removed, name] of [
      ["aws:PrincipalOrgID", "aws:PrincipalOrgID"],
      ["aws:PrincipalTag/", "aws:PrincipalTag/tag-key"],
    ] as const)
      expect(more({ globalKeys: TABLES.globalKeys.filter((key) => key !== removed) })).to.deep.equal([name]);
  });

  it("names a condition key of the service whose row is removed", () => {
    const serviceKeys = TABLES.serviceKeys.filter((key) => key !== "ses:TenantName");
    expect(more({ serviceKeys })).to.deep.equal(["ses:TenantName"]);
  });

  it("names an action whose row, or whose exclusion, is removed", () => {
    for (const removed of ["ses:SendEmail", "ses:CreateExportJob", "ses:AssociateEmailIdentityCertificate"])
      expect(more({ actions: TABLES.actions.filter(({ name }) => name !== removed) })).to.deep.equal([
        removed,
      ]);
    const { "ses:CancelExportJob": _, ...actions } = TABLES.excluded.actions;
    expect(more({ excluded: { ...TABLES.excluded, actions } })).to.deep.equal(["ses:CancelExportJob"]);
  });

  it("names an action on other resources whose row is removed", () => {
    for (const removed of ["ses:GetSendQuota", "ses:CreateTemplate"])
      expect(more({ otherActions: TABLES.otherActions.filter((name) => name !== removed) })).to.deep.equal([
        removed,
      ]);
  });

  it("names a new action, on identities or on other resources", () => {
    const anew: Source = {
      ...source("one"),
      globalKeys: [],
      actions: [{ name: "ses:SendSomethingNew", keys: null }],
      otherActions: ["ses:CreateSomethingNew"],
    };
    expect(drift(TABLES, [anew])).to.deep.equal([
      "ses:SendSomethingNew: no row and no exclusion decides on this action (one)",
      "ses:CreateSomethingNew: no row and no exclusion decides on this action on other resources (one)",
    ]);
  });

  it("names an action on other resources that is now authorised on identities", () => {
    const moved: Source = {
      ...source("one"),
      globalKeys: [],
      actions: [{ name: "ses:GetMessageInsights", keys: null }],
    };
    expect(drift(TABLES, [moved])).to.have.length(1);
  });

  it("names a resource type that nothing decides on", () => {
    expect(more({ resourceTypes: [] })).to.deep.equal(["ses:identity"]);
    const { "ses:tenant": _, ...resourceTypes } = TABLES.excluded.resourceTypes;
    expect(more({ excluded: { ...TABLES.excluded, resourceTypes } })).to.deep.equal(["ses:tenant"]);
  });

  it("names a condition key that an action's row lacks, or has in excess", () => {
    expect(more(withKeys(["ses:ApiVersion"]))).to.deep.equal(["ses:FromAddress"]);
    expect(more(withKeys(["ses:ApiVersion", "ses:FromAddress", "ses:Recipients"]))).to.deep.equal([
      "ses:Recipients",
    ]);
  });

  it("names what a source lists anew, once, with every source that has it", () => {
    expect(drift(TABLES, [source("one"), source("two")])).to.deep.equal([
      "aws:NewKeyOf2027: no row and no exclusion decides on this global condition key (one; two)",
    ]);
  });
});
