import { expect } from "chai";
import { postern } from "../../support/command.ts";
import { inFolder } from "../../support/folder.ts";

const MAIN = `resource "aws_ses_identity_policy" "p" {
  identity = "a.example"
  name     = "mail | @octocat <!-- x --> \`\`\`"
  policy   = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Sid = "Open", Effect = "Allow", Principal = "*", Action = "ses:SendEmail", Resource = "*" }]
  })
}
`;

/** What stands outside of blocks and spans of code. */
const prose = (markdown: string): string =>
  markdown.replaceAll(/^(`{3,})[^]*?^\1$/gm, "").replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");

describe("a plan of a fix as Markdown", () => {
  it("holds hostile names as text and as code, and the change as a block", () =>
    inFolder({ "main.tf": MAIN }, async (folder) => {
      const { stdout, stderr } = await postern(
        ["fix", "plan", ".", "--owner", "111122223333", "--to-account", "444455556666", "-f", "markdown"],
        { cwd: folder },
      );
      expect(stdout, stderr).to.match(/^# Remediation plan\n/);
      expect(stdout).to.match(/^`{3,}diff\n[^]*^\+.*444455556666/m);
      expect(stdout).to.contain("octocat");
      expect(prose(stdout)).not.to.match(/@octocat|<!--/);
      // A pipe of a name would end its cell.
      for (const row of prose(stdout)
        .split("\n")
        .filter((line) => line.startsWith("|")))
        expect(row.replaceAll("\\|", "").split("|"), row).to.have.lengthOf(5);
    }));
});
