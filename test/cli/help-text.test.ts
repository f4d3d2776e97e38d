import { expect } from "chai";
import { COMMANDS } from "../../src/cli/commands.ts";
import { programOf } from "../../src/cli/program.ts";
import { postern } from "../support/command.ts";
import { PassThrough, Readable } from "node:stream";

const whole = (): ReturnType<typeof programOf> =>
  programOf(
    {
      stdin: Readable.from([]),
      stdout: new PassThrough(),
      stderr: new PassThrough(),
      env: {},
      cwd: ".",
      signal: new AbortController().signal,
      clock: () => "2026-11-23T16:00:00.000Z",
    },
    () => undefined,
    () => true,
  );

/** Commands and what stands below them, as they are typed. */
const namesOf = async (): Promise<readonly string[]> =>
  (await whole()).commands.flatMap((command) => [
    command.name(),
    ...command.commands.map((below) => `${command.name()} ${below.name()}`),
  ]);

/** The examples of a command's help. */
const examplesOf = async (name: string): Promise<readonly string[]> => {
  const { stdout } = await postern([...name.split(" "), "--help"]);
  const [, block = ""] = /\nExamples:\n((?: {2}.*\n)+)/.exec(stdout) ?? [];
  return block
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
};

describe("the help of a command", () => {
  for (const { name } of COMMANDS)
    it(`of ${name} has two examples and says what its exit code means`, async () => {
      const { stdout, code } = await postern([name, "--help"]);
      expect(code).to.equal(0);
      expect((await examplesOf(name)).length).to.be.greaterThan(1);
      expect(stdout).to.match(/\nExit codes:\n {2}\S/);
    });

  it("of what stands below a command has two examples and exit codes too", async () => {
    for (const name of (await namesOf()).filter((one) => one.includes(" ") && !one.endsWith(" help"))) {
      expect((await examplesOf(name)).length, name).to.be.greaterThan(1);
      const { stdout } = await postern([...name.split(" "), "--help"]);
      expect(stdout, name).to.match(/\nExit codes:\n {2}0 {2}\S/);
    }
  });

  it("names no command and no option in its examples that does not exist", async () => {
    const program = await whole();
    for (const name of await namesOf())
      for (const example of await examplesOf(name))
        for (const [, call = ""] of example.matchAll(/postern ((?:(?!\||>|;|\)).)+)/g)) {
          const words = call.trim().split(/\s+/);
          let command = program;
          while (command.commands.some((one) => one.name() === words[0])) {
            const next = command.commands.find((one) => one.name() === words[0]);
            if (next !== undefined) command = next;
            words.shift();
          }
          const known = command.options.flatMap(({ short, long }) => [short, long]);
          for (const word of words.filter((one) => /^--?[a-z]/i.test(one)))
            expect(known, example).to.include(word);
        }
  });
});
