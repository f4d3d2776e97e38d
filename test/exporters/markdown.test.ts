import { expect } from "chai";
import { assert, property, string } from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { markdown } from "../../src/exporters/markdown.ts";
import type { ResultsRecord } from "../../src/model/results.ts";
import { markdownBlock, markdownCode, markdownText } from "../../src/text/markdown.ts";
import { aFinding, stream } from "../support/findings.ts";
import { estate, failures } from "./sarif/samples.ts";

const render = (records: readonly ResultsRecord[]): string => {
  const feed = markdown.open({});
  return records
    .flatMap((record) => [...feed(record)])
    .map(({ text }) => text)
    .join("");
};

/** As GitHub renders it, raw HTML allowed, so that what gets through is seen. */
const html = (source: string): string =>
  micromark(source, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });

const tags = (source: string): ReadonlySet<string> =>
  new Set([...html(source).matchAll(/<([a-z]\w*)/gi)].map(([, name]) => name ?? ""));

const HOSTILE = [
  "<script>alert(1)</script>",
  "[x](javascript:alert(1))",
  "![x](https://evil.example/i.png)",
  "https://evil.example www.evil.example a@evil.example",
  "| a | b |\n|---|---|",
  "`` ` ``` code",
  "# heading\n- list\n> quote\n***",
  "1. one",
  "@everyone #123",
  "*b* _i_ ~~s~~ \\* &lt; &amp;",
  "[^1]",
];

describe("Markdown of data", () => {
  for (const text of HOSTILE) {
    it(`is text and nothing else: ${JSON.stringify(text)}`, () => {
      expect([...tags(markdownText(text))]).to.deep.equal(["p"]);
      expect([...tags(markdownCode(text))]).to.deep.equal(["p", "code"]);
      expect([...tags(markdownBlock(text, "sh"))]).to.deep.equal(["pre", "code"]);
    });
  }

  it("whatever the data, it is text, code and a block", () => {
    assert(
      property(string({ unit: "binary", minLength: 1, maxLength: 40 }), (data) => {
        expect([...tags(`x${markdownText(data)}`)]).to.deep.equal(["p"]);
        expect([...tags(`x ${markdownCode(data)}`)]).to.deep.equal(["p", "code"]);
        expect([...tags(markdownBlock(data))]).to.deep.equal(["pre", "code"]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("says the same to the reader", () => {
    const read = html(markdownText("a_b *c* <d> [e](f) 50% & more."))
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    expect(read).to.equal("<p>a_b *c* <d> [e](f) 50% & more.</p>");
  });
});

describe("the Markdown summary", () => {
  it("counts, lists what is not a pass, and says what was not read", () => {
    const text = render(estate());
    expect(text).to.contain("**3 failures, 1 to review, 2 not read, on 7 resources in 4 scopes.**");
    expect(text).to.contain("| FAILURE (accepted) | HIGH | `SES-003` | `accepted.example.com` |");
    expect(text).to.contain("`infra/policy.tf:7`");
    expect(text).to.contain("| `aws/111122223333/us-west-2/ses` | unread |");
    expect(text).to.not.contain("passing.example.com");
  });

  it("says so where nothing was found, and where the run was not complete", () => {
    expect(render(stream([]))).to.contain("Nothing found on 0 resources in 0 scopes.");
    expect(render(stream([], { summary: { complete: false } }))).to.contain("Incomplete");
  });

  it("stays below the 65,536 characters of a comment, the gravest kept and the others counted", () => {
    const worst = aFinding({ riskLevel: "EXTREME", resource: { name: "worst.example.com" } });
    const scopes = Array.from({ length: 200 }, (_, index) =>
      aFinding({ status: "NOT_EVALUATED", resource: { region: `r-${index}` } }),
    );
    for (const message of ["*".repeat(10_000), "plain"]) {
      const text = render(stream([...scopes, ...failures(5_000, { message }), worst]));
      expect(text.length).to.be.lessThan(65_536);
      const rows = text.split("\n").filter((line) => line.startsWith("| FAILURE"));
      expect(rows[0]).to.contain("worst.example.com");
      expect(text).to.contain(`\n${5_201 - rows.length} more findings are in the other formats.`);
    }
  });

  it("shows no accepted risk in the place of an open one", () => {
    const exception = {
      rule: "SES-003",
      match: {},
      reason: "r",
      approver: "a",
      approvedAt: "2026-01-01",
      expires: "2027-01-01",
      ticket: "t",
    };
    const open = aFinding({ riskLevel: "LOW", resource: { name: "zz.example.com" } });
    const text = render(stream([...failures(150, { exception }), open]));
    expect(text).to.contain("| FAILURE | LOW | `SES-003` | `zz.example.com` |");
  });

  it("hostile names change no cell and no element", () => {
    for (const name of HOSTILE) {
      const text = render(stream([aFinding({ resource: { name }, message: name, title: name })]));
      expect([...tags(text)].sort()).to.deep.equal([
        "code",
        "h2",
        "p",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
      ]);
      const rows = text.split("\n").filter((line) => line.startsWith("| FAILURE"));
      expect(rows).to.have.length(1);
      expect([...html(text).matchAll(/<td/g)]).to.have.length(12);
    }
  });
});
