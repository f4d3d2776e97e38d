// Records what Terraform itself makes of random configurations with policies of SES, as data for the tests.
// Needs `terraform` (the data was recorded with 1.11.4) and npm, for a codec of MessagePack. The AWS provider is a stand-in.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { randomDeployment, type Deployment } from "../test/sources/terraform/recorded/random-deployment.ts";
import { WRITTEN_DEPLOYMENTS } from "../test/sources/terraform/recorded/written-deployments.ts";
import { randomFrom } from "../test/sources/terraform/recorded/random.ts";
import { serveProvider, UNKNOWN, type Packing } from "./terraform-provider/serve.ts";

const RECORDED = fileURLToPath(new URL("../test/sources/terraform/recorded/", import.meta.url));
const DEPLOYMENTS = Number(process.argv[2] ?? 300);
const SEED = Number(process.argv[3] ?? 20261130);
const CODEC = "@msgpack/msgpack@3.1.3";
/** The types of MessagePack's extensions by which Terraform says that a value is not known. */
const UNKNOWN_TYPES = [0, 12] as const;

interface Applied {
  readonly identity: string | null;
  readonly region: string | null;
  readonly name: string | null;
  readonly policy: string | null;
}

interface Module {
  readonly resources?: readonly {
    readonly mode: string;
    readonly values: Readonly<Record<string, unknown>>;
  }[];
  readonly child_modules?: readonly Module[];
}

interface MessagePack {
  readonly ExtensionCodec: new () => {
    readonly register: (extension: {
      readonly type: number;
      readonly decode: () => unknown;
      readonly encode: (value: unknown) => Uint8Array | null;
    }) => void;
  };
  readonly decode: (bytes: Uint8Array, options: object) => unknown;
  readonly encode: (value: unknown, options: object) => Uint8Array;
}

const installPacking = async (folder: string): Promise<Packing> => {
  writeFileSync(join(folder, "package.json"), "{}");
  const install = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", CODEC], {
    cwd: folder,
    encoding: "utf8",
  });
  if (install.status !== 0) throw new Error(install.stderr);
  const entry = join(folder, "node_modules/@msgpack/msgpack/dist.esm/index.mjs");
  const { ExtensionCodec, decode, encode } = (await import(pathToFileURL(entry).href)) as MessagePack;
  const extensionCodec = new ExtensionCodec();
  for (const type of UNKNOWN_TYPES)
    extensionCodec.register({
      type,
      decode: () => UNKNOWN,
      encode: (value) => (value === UNKNOWN && type === 0 ? new Uint8Array([0]) : null),
    });
  return {
    decode: (bytes) => decode(bytes, { extensionCodec }),
    encode: (value) => encode(value, { extensionCodec }),
  };
};

/** The provider answers from this process, so that Terraform must not block it. */
const terraform = (folder: string, reattach: string, ...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const run = spawn("terraform", args, {
      cwd: folder,
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        CHECKPOINT_DISABLE: "1",
        TF_REATTACH_PROVIDERS: reattach,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const parts: Buffer[] = [];
    run.stdout.on("data", (part: Buffer) => parts.push(part));
    run.on("error", reject);
    run.on("close", () => resolve(Buffer.concat(parts).toString("utf8")));
  });

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/**
 * The policies as they are after an apply: a plan alone does not know a document that refers to a new resource. A text says
 * why Terraform refuses the configuration.
 */
const recordDeployment = async (
  files: Deployment,
  folder: string,
  reattach: string,
): Promise<readonly Applied[] | string> => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  if (Object.keys(files).some((path) => path.includes("/"))) await terraform(folder, reattach, "get");
  const log = await terraform(folder, reattach, "apply", "-json", "-input=false", "-auto-approve");
  const errors = log
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map(
      (line) =>
        JSON.parse(line) as {
          readonly "@level": string;
          readonly "@message": string;
          readonly diagnostic?: { readonly detail: string };
        },
    )
    .filter((line) => line["@level"] === "error");
  if (errors.length > 0)
    return errors.map((line) => `${line["@message"]} ${line.diagnostic?.detail ?? ""}`).join("\n");
  const shown = JSON.parse(await terraform(folder, reattach, "show", "-json")) as {
    readonly values?: { readonly root_module: Module };
  };
  const found: Applied[] = [];
  const modules: Module[] = [shown.values?.root_module ?? {}];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    for (const { mode, values } of module.resources ?? [])
      if (mode === "managed" && ("name" in values || "policy_name" in values))
        found.push({
          identity: text(values["identity"] ?? values["email_identity"]),
          region: text(values["region"]),
          name: text(values["name"] ?? values["policy_name"]),
          policy: text(values["policy"]),
        });
    modules.push(...(module.child_modules ?? []));
  }
  return found;
};

const folder = mkdtempSync(join(tmpdir(), "record-terraform-"));
const serving = await serveProvider(join(folder, "aws.sock"), await installPacking(folder));
const deployments: { readonly files: Deployment; readonly applied: readonly Applied[] }[] = [];
let refused = 0;
try {
  const written = WRITTEN_DEPLOYMENTS.length;
  for (let at = 0; deployments.length < DEPLOYMENTS + written; at += 1) {
    const files = WRITTEN_DEPLOYMENTS[at] ?? randomDeployment(randomFrom(SEED + at - written));
    const applied = await recordDeployment(files, join(folder, `d${at}`), serving.reattach);
    if (typeof applied === "string" && at < written) throw new Error(`${JSON.stringify(files)}: ${applied}`);
    if (typeof applied === "string") {
      refused += 1;
      if (process.env["PRINT"] !== undefined) console.log(applied);
    } else if (applied.length > 0) deployments.push({ files, applied });
  }
  writeFileSync(join(RECORDED, "deployments.json.gz"), gzipSync(JSON.stringify(deployments), { level: 9 }));
  console.log(`${deployments.length} deployments; ${refused} others were refused or hold no policy`);
} finally {
  serving.close();
  rmSync(folder, { recursive: true });
}
