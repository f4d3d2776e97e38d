import { expect } from "chai";
import { HtmlValidate } from "html-validate";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { isProblem } from "../../../src/model/problem.ts";
import { visible } from "../../../src/text/visible.ts";
import { filesScopeId } from "../../../src/model/scope.ts";
import { aCoverage, aFinding, anUnreadScope, aRule, aRun, stream } from "../../support/findings.ts";
import { emptyEstate, estate, FINDINGS, RULES } from "./estate.ts";
import { hostileEstate, PAYLOADS } from "./hostile.ts";
import { markupProblems, shownText } from "./markup.ts";
import { COVER, rendered } from "./render.ts";

const TEMPLATES = new URL("../../../templates/report/", import.meta.url);

const report = rendered(estate(), COVER);
const text = shownText(report).replaceAll(/\s+/g, " ");

const count = (pattern: RegExp, page = report): number => [...page.matchAll(pattern)].length;

describe("html report", () => {
  it("is valid HTML", async () => {
    const validate = new HtmlValidate({
      extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
      // The policy names style and script by hash, and lines are as long as a policy's text.
      rules: { "require-csp-nonce": "off", "long-title": "off", "no-inline-style": "error" },
    });
    const { results } = await validate.validateString(report);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`),
      ),
    ).to.deep.equal([]);
  });

  it("has nothing in it that asks anyone for anything", () => {
    expect(markupProblems(report)).to.deep.equal([]);
    expect(markupProblems(rendered(emptyEstate()))).to.deep.equal([]);
  });

  it("the check of the markup notices each breach", () => {
    const bad = `<img src="http://x/y.png"><p onclick="x()" style="a:b">undefined</p><a href="javascript:x()">x</a>`;
    expect(markupProblems(bad)).to.have.length(6);
  });

  it("names its one style and one script by their hashes", () => {
    for (const element of ["style", "script"]) {
      const bodies = [...report.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))];
      expect(bodies).to.have.length(1);
      const hash = createHash("sha256")
        .update(bodies[0]?.[1] ?? "")
        .digest("base64");
      expect(report.replaceAll("&#x3D;", "=")).to.include(`${element}-src 'sha256-${hash}'`);
    }
  });

  it("gives the same bytes for the same stream", () => {
    expect(rendered(estate(), COVER)).to.equal(report);
  });

  for (const payload of PAYLOADS) {
    it(`shows ${JSON.stringify(payload.slice(0, 30))} as text, wherever it stands`, () => {
      const page = rendered(hostileEstate(payload), { ...COVER, entity: payload, preparedBy: payload });
      expect(markupProblems(page)).to.deep.equal([]);
      expect(shownText(page)).to.include(`news.example.com${visible(payload)}`);
      expect(visible(page)).to.equal(page);
    });
  }

  it("hides access key ids", () => {
    const page = rendered(
      stream([aFinding({ message: "The key AKIAIOSFODNN7EXAMPLE is in the name." })], {
        run: aRun({ parameters: { key: "ASIAIOSFODNN7EXAMPLE" } }),
      }),
    );
    expect(page).to.not.match(/(AKIA|ASIA)[A-Z0-9]{4}/);
    expect(page).to.include("AKIA⟨hidden⟩");
  });

  it("takes an image as logo and refuses everything else", () => {
    const logo = "data:image/png;base64,iVBORw0KGgo=";
    expect(rendered(emptyEstate(), { logo }).replaceAll("&#x3D;", "=")).to.include(`src="${logo}"`);
    for (const bad of ["https://example.com/logo.png", "data:text/html;base64,AAAA", `${logo}" onerror="x`]) {
      let thrown: unknown;
      try {
        rendered(emptyEstate(), { logo: bad });
      } catch (error) {
        thrown = error;
      }
      expect(isProblem(thrown), bad).to.equal(true);
    }
  });
});

describe("html report: what it says", () => {
  it("every total is the number of rows that the page has for it", () => {
    for (const [label, mark, status] of [
      ["Fail", "fail", "FAILURE"],
      ["Needs review", "review", "NEEDS_REVIEW"],
      ["Not evaluated", "unread", "NOT_EVALUATED"],
      ["Pass", "pass", "SUCCESS"],
    ] as const) {
      const expected = FINDINGS.filter((finding) => finding.status === status).length;
      expect(text).to.match(new RegExp(`${label} ${expected}[ ,.]`));
      const matrix = report.slice(report.indexOf('id="resources"'), report.indexOf('id="findings"'));
      expect(count(new RegExp(`class="state ${mark}"`, "g"), matrix), label).to.equal(expected);
    }
    expect(count(/<article id="f-/g)).to.equal(FINDINGS.filter(({ status }) => status !== "SUCCESS").length);
  });

  it("the executive summary names each of the worst once, with owner, due date and what is overdue", () => {
    const late = { owner: "Mail team", due: "2026-11-01", response: null };
    const findings = [
      aFinding({ resource: { name: "a.example.com" }, followUp: late }),
      aFinding({ resource: { name: "a.example.com" }, ruleId: "SES-004", followUp: late }),
      ...["b", "c", "d", "e", "f", "g"].map((name) =>
        aFinding({ resource: { name: `${name}.example.com` } }),
      ),
    ];
    const page = rendered(stream(findings, { run: aRun({}, [aRule(), aRule({ id: "SES-004" })]) }));
    const [, table = ""] = /<table class="worst">([^]*?)<\/table>/.exec(page) ?? [];
    const rows = shownText(table).replaceAll(/\s+/g, " ");
    expect(count(/<tr>/g, table)).to.equal(6);
    expect(count(/a\.example\.com<\/a>/g, table)).to.equal(1);
    expect(rows).to.match(/a\.example\.com .*? Fails 1 other rule too\. High Mail team 2026-11-01 ?overdue/);
    expect(rows).to.include("not named");
    expect(shownText(page).replaceAll(/\s+/g, " "))
      .to.include("And 2 other resources: see the plan")
      .and.to.match(/2 open findings past the due date/);
  });

  it("the executive summary says the trend against the baseline, or that there is none", () => {
    expect(shownText(rendered(stream([aFinding()])))).to.include("No trend: no earlier results were given");
    const run = aRun({ baseline: { now: "2026-10-23T16:00:00Z", findings: 3 } });
    const changes = { new: 2, unchanged: 1, reopened: 3, gone: 4 };
    const page = rendered(stream([aFinding()], { run, summary: { changes } }));
    expect(shownText(page)).to.include(
      "Failing findings since 2026-10-23: 2 new, 3 reopened, 1 unchanged, 0 mended, 4 gone.",
    );
  });

  it("the map has accounts by regions: listed, failing, what was read in part or not", () => {
    const [, map = ""] = /<table class="map">([^]*?)<\/table>/.exec(report) ?? [];
    const rows = shownText(map).replaceAll(/\s+/g, " ");
    expect(rows).to.match(/Account Listed Failing .*ap-southeast-2/);
    expect(rows).to.match(/444455556666 .*Not read/);
  });

  it("speaks to auditors: no name of the program's own, and the judgement after the collection", () => {
    const page = rendered(
      stream([aFinding()], {
        run: aRun({
          parameters: { regionsAsked: null, endpointUrl: "(set)", roleArn: null, accounts: ["111122223333"] },
        }),
      }),
    );
    expect(shownText(page)).to.not.match(/regionsAsked|endpointUrl|roleArn|\(set\)|†/);
    const places = ["Collection began", "Collection ended", "Judged as of"].map((words) =>
      page.indexOf(words),
    );
    expect(places).to.not.include(-1);
    expect(places).to.deep.equal([...places].sort((a, b) => a - b));
  });

  it("passes are listed with their reason and time", () => {
    for (const { status, message } of FINDINGS) if (status === "SUCCESS") expect(text).to.include(message);
    expect(text).to.match(/Read 2026-11-23 15:59:30 UTC ?\./);
  });

  it("the population adds up by scope, and an unread scope is unknown and not nothing", () => {
    expect(text).to.match(/444455556666 ap-southeast-2 ses Not read .*? unknown 0 0 0 0 Unknown/);
    expect(text).to.match(/111122223333 us-east-1 ses Read completely 5 5 0 0 0 Yes/);
    expect(text).to.match(/444455556666 me-south-1 ses Left out on purpose the region is not enabled/);
  });

  it("a row for a whole scope is not taken for a resource", () => {
    expect(text).to.include("1 row stands for a scope");
    expect(text).to.include("Rules not asked: SES-001");
  });

  it("a refusal stands in its own section, with what to do", () => {
    expect(text).to.match(/Not read 444455556666 · ap-southeast-2 · ses ListIdentities AccessDenied/);
    expect(text).to.include("Allow ListIdentities to the caller");
    expect(text).to.include("The run is not complete: 2 parts");
  });

  it("a tree of files that was not read stands there once, and is no resource either", () => {
    const scope = filesScopeId(".", "ses");
    const unread = anUnreadScope(scope);
    const coverage = [aCoverage(scope, [unread], { status: "unread" })];
    const page = rendered(stream([unread], { coverage }));
    expect(shownText(page).replaceAll(/\s+/g, " ")).to.include("1 row stands for a scope");
    const [, refusals = ""] = /<table class="refusals">([^]*?)<\/table>/.exec(page) ?? [];
    expect(count(/<tr>/g, refusals)).to.equal(2);
  });

  it("an estate in which nothing was found is not applicable, and no pass", () => {
    const page = shownText(rendered(emptyEstate()));
    expect(page).to.match(/Not applicable\s+No resources that the rules apply to were found/);
    expect(rendered(emptyEstate())).to.not.match(/class="verdict pass"/);
  });

  const verdicts: readonly (readonly [string, string, string])[] = [
    ["an open failure", "Action needed", rendered(stream([aFinding()]))],
    ["passes alone", "Pass", rendered(stream([aFinding({ status: "SUCCESS" })]))],
    [
      "passes, and a run that was cut off",
      "Not determined",
      rendered(stream([aFinding({ status: "SUCCESS" })], { summary: { complete: false } })),
    ],
    [
      "a resource nobody could read",
      "Not determined",
      rendered(stream([aFinding({ status: "NOT_EVALUATED" })])),
    ],
    ["a resource under review", "Not determined", rendered(stream([aFinding({ status: "NEEDS_REVIEW" })]))],
    [
      "only accepted failures",
      "Accepted risk",
      rendered(stream(FINDINGS.filter(({ exception }) => exception !== null))),
    ],
  ];
  for (const [name, verdict, page] of verdicts) {
    it(`${name}: ${verdict}`, () => {
      expect(page).to.include(`<p class="answer">${verdict}</p>`);
    });
  }

  it("marks the offending part of the policy and numbers its explanation", () => {
    expect(report).to.include(
      '<mark class="fail" data-number="1">&quot;Principal&quot;: &quot;*&quot;</mark>',
    );
    expect(text).to.match(/Grants The principal is everyone\. PartnerMail, \/Statement\/0\/Principal/);
    expect(text).to.include("5a".repeat(32));
  });

  it("the register has approver, reason, dates and ticket of each exception, expired and unused ones too", () => {
    expect(text).to.match(
      /Applied Switched off with the old shop.*? M\. Okafor, CISO on 2026-09-01, RISK-482 2026-12-31 1/,
    );
    expect(text).to.match(/Expired, not applied .*?RISK-377 2026-10-31/);
    expect(text).to.match(/Unused: matches nothing .*?RISK-501/);
  });

  it("each clause has number, title, edition, reason, strength, and a state by the printed rule", () => {
    expect(text).to.match(/NIST4 · Revision 4, 22 January 2015/);
    expect(text).to.match(/AC-3 Access Enforcement Revision 5: AC-3 Access Enforcement ✕?\s?Fail/);
    expect(text).to.match(/AC-20 .*? Not applicable .*?Context\./);
    expect(text).to.include("this tool’s own reading");
    expect(text).to.include("any finding of a mapped rule fails");
  });

  it("says what supports, and never that anyone complies", () => {
    expect(text).to.include("support an assessment");
    expect(text).to.not.match(/certif|compliant with|complies with/i);
    expect(text).to.include("service control and resource control policies");
  });

  it("prints the hash of what was written beside it, and of all that it rests on", () => {
    expect(text).to.include(`results.json ${"1d".repeat(32)}`);
    for (const { id, version } of RULES) expect(text).to.include(`Rule ${id} version ${version}`);
    expect(text).to.include("arn:aws:sts::111122223333:assumed-role/Audit/me");
    expect(text).to.match(/Templates of this page [0-9a-f]{64}/);
  });

  it("embeds no results as data", () => {
    expect(report).to.not.include("application/json");
    expect(report).to.not.include('"ruleId"');
  });

  it("has what was new, reopened, mended and gone", () => {
    for (const heading of [
      "New, and not a pass",
      "Reopened",
      "Failed before, passes now",
      "Gone: the resource",
    ])
      expect(text).to.include(heading);
    expect(text).to.include("retired.example.com");
  });
});

/** A report on many resources under one rule. */
const many = (total: number, failing: number): string =>
  rendered(
    stream(
      Array.from({ length: total }, (_, index) =>
        aFinding({
          resource: { name: `n${index}.example.com` },
          status: index % Math.round(total / failing) === 0 ? "FAILURE" : "SUCCESS",
        }),
      ),
    ),
  );

describe("html report: size", () => {
  it("cuts a long table into sections of 500", () => {
    const page = many(1_201, 3);
    expect(
      [...page.matchAll(/<caption id="chunk-\d+">([^<]*)</g)].map(([, caption]) => caption),
    ).to.deep.equal(["Rows 1 to 500 of 1,201", "Rows 501 to 1,000 of 1,201", "Rows 1,001 to 1,201 of 1,201"]);
  });

  it("10,000 resources under four rules, one in fifty failing, take at most 12 MB", () => {
    const rules = ["SES-001", "SES-002", "SES-003", "SES-004"].map((id) => aRule({ id }));
    const findings = Array.from({ length: 10_000 }, (_, index) =>
      rules.map(({ id: ruleId }) =>
        aFinding({
          ruleId,
          resource: { name: `n${index}.example.com` },
          status: index % 50 === 0 ? "FAILURE" : "SUCCESS",
        }),
      ),
    ).flat();
    const page = rendered(stream(findings, { run: aRun({}, rules) }));
    expect(Buffer.byteLength(page)).to.be.lessThan(12_000_000);
    expect(page).to.not.include("further resources");
    expect(count(/<article id="f-/g, page)).to.equal(800);
  }).timeout(20_000);

  it("beyond its bound it keeps the worst, counts all, and says where the rest lies", () => {
    const page = many(12_000, 24);
    expect(page).to.include("2,000 further resources are only in the CSV and results files");
    expect(count(/<article id="f-/g, page)).to.equal(24);
    expect(page).to.include("Of 12,000 findings: Fail 24");
  }).timeout(20_000);
});

describe("report templates", () => {
  const sources = readdirSync(TEMPLATES).map((name) => ({
    name,
    source: readFileSync(new URL(name, TEMPLATES), "utf8"),
  }));

  it("are read at all", () => {
    expect(sources.length).to.be.greaterThan(15);
  });

  for (const { name, source } of sources) {
    it(`${name} escapes everything, quotes every attribute, and puts no data into style, script or comments`, () => {
      expect(source).to.not.match(/\{\{\{|\{\{&/);
      expect(source).to.not.match(/=\{\{/);
      expect(source).to.not.include("<!--");
      if (!name.endsWith(".hbs")) expect(source).to.not.include("{{");
      for (const [, body = ""] of source.matchAll(/<(?:style|script)>([\s\S]*?)<\/(?:style|script)>/g))
        expect(body).to.match(/^\{\{> (style\.css|script\.js)\}\}$/);
    });
  }
});
