#!/usr/bin/env node
// It loads the rest itself: where not even the modules can be read, Node would end with 1, which means findings.
try {
  const { start } = await import("./cli/start.ts");
  await start();
} catch (error) {
  const [why] = (error instanceof Error ? error.message : String(error)).split("\n");
  const todo = /^E[MN]FILE/.test(why ?? "") ? "Allow more, as `ulimit -n 4096`" : "Install it again";
  process.stderr.write(`postern: it cannot be loaded: ${why ?? ""}. ${todo}, and run it again.\n`);
  // EXIT.output of cli/exit-codes.ts, which may not be there to be read.
  process.exit(4);
}
