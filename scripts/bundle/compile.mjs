// Runs the joined command (the path of cli.cjs is its argument) on what most people start it for, and keeps what Node has
// compiled for it: beside the parts, in a file that names the build, the version of Node and the processor.
//
// The file: the length of an index (4 bytes), the index (JSON: by the name of a part, where it begins after the index, and its
// length), and what v8 made of each part. V8 refuses what another version made, or of another text.
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [door, file] = process.argv.slice(2);
const { part, scripts } = createRequire(import.meta.url)(door).load();
const { start } = part("./start.cjs");

const folder = mkdtempSync(join(tmpdir(), "postern-compile-"));
process.chdir(folder);
const statement = { Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" };
writeFileSync("policy.json", JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));

// An account that refuses everything: a scan goes as far as its first request, and does not wait.
const account = createServer((_, response) => response.writeHead(403).end("{}"));
account.listen(0, "127.0.0.1");
await once(account, "listening");
Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" });

for (const argv of [
  ["--help"],
  ["analyze", "policy.json"],
  [
    "scan",
    "--quiet",
    "--region",
    "us-east-1",
    "--endpoint-url",
    `http://127.0.0.1:${account.address().port}`,
  ],
]) {
  process.argv.splice(2, Infinity, ...argv);
  await start();
}
account.close();
account.closeAllConnections();
process.chdir(tmpdir());
rmSync(folder, { recursive: true });

const index = {};
const made = [];
let at = 0;
for (const [name, script] of scripts) {
  const bytes = script.createCachedData();
  index[name] = [at, bytes.length];
  made.push(bytes);
  at += bytes.length;
}
const head = Buffer.from(JSON.stringify(index));
const length = Buffer.alloc(4);
length.writeUInt32LE(head.length);
writeFileSync(file, Buffer.concat([length, head, ...made]));
// The runs above have found something.
process.exitCode = 0;
