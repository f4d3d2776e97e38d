import { expect } from "chai";
import { attached, exposuresOf, judgeFiles, OPEN } from "../judge-files.ts";

const main = (enabled: string, more = ""): Readonly<Record<string, string>> => ({
  "main.tofu": `${more}${attached("p", OPEN, '"example.com"', `lifecycle {\n    enabled = ${enabled}\n  }`)}`,
});

describe("lifecycle { enabled } of OpenTofu", () => {
  it("takes a resource away where it is false", async () => {
    expect((await judgeFiles(main("false"))).findings).to.have.length(0);
    expect((await judgeFiles(main("var.on", 'variable "on" { default = false }\n'))).findings).to.have.length(
      0,
    );
  });

  it("keeps it where it is true or not known", async () => {
    expect(exposuresOf(await judgeFiles(main("true")))).to.deep.equal(["example.com exposed"]);
    expect(exposuresOf(await judgeFiles(main("var.on", 'variable "on" {}\n')))).to.deep.equal([
      "example.com exposed",
    ]);
  });

  it("takes a module call away", async () => {
    const call = 'module "m" {\n  source = "./m"\n  lifecycle {\n    enabled = false\n  }\n}\n';
    expect((await judgeFiles({ "main.tf": call, "m/main.tf": attached("p", OPEN) })).findings).to.have.length(
      0,
    );
  });
});
