import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { postern, type Outcome } from "../support/command.ts";
import { aBundle, SNAPSHOT } from "../support/bundled.ts";

const keyPair = (): { readonly secret: string; readonly open: string } => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    open: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
};

describe("postern verify", () => {
  const { folder, write, verify, inBundle, listAgain } = aBundle();

  describe("notices", () => {
    const attempts: readonly (readonly [string, () => void, RegExp])[] = [
      ["a changed file", () => writeFileSync(inBundle("report.html"), "x"), /report\.html was changed/],
      ["a missing file", () => rmSync(inBundle("csv/gone.csv")), /csv\/gone\.csv is missing/],
      ["a file too many", () => writeFileSync(inBundle("note.txt"), "x"), /note\.txt is not in the list/],
      [
        "a hidden file that is not empty",
        () => writeFileSync(inBundle("csv/.postern"), "x"),
        /\.postern is not in the list/,
      ],
      [
        "a link in place of a file",
        () => {
          cpSync(inBundle("report.html"), join(folder(), "same.html"));
          rmSync(inBundle("report.html"));
          symlinkSync(join(folder(), "same.html"), inBundle("report.html"));
        },
        /report\.html is not a plain file/,
      ],
      ["a link to a folder", () => symlinkSync("/", inBundle("root")), /root is not in the list/],
    ];
    for (const [name, tamper, says] of attempts) {
      it(name, async () => {
        await write();
        tamper();
        const { code, stdout } = await verify();
        expect(stdout).to.match(says);
        expect(stdout).to.not.include("judged again");
        expect(code).to.equal(1);
      });
    }

    const forgeries: readonly (readonly [string, () => void, RegExp])[] = [
      [
        "results that the snapshot does not give",
        () =>
          writeFileSync(
            inBundle("results.json"),
            readFileSync(inBundle("results.json"), "utf8").replace(
              '"status":"FAILURE"',
              '"status":"SUCCESS"',
            ),
          ),
        /SES-003.*is SUCCESS in the bundle, and FAILURE judged again|is SUCCESS in the bundle/,
      ],
      [
        "a snapshot that was made better",
        () =>
          writeFileSync(
            inBundle("snapshot.jsonl"),
            SNAPSHOT.replace('\\"Effect\\":\\"Allow', '\\"Effect\\":\\"Deny'),
          ),
        /is FAILURE in the bundle, and SUCCESS judged again/,
      ],
      [
        "settings that trust somebody else",
        () =>
          writeFileSync(
            inBundle("settings.json"),
            readFileSync(inBundle("settings.json"), "utf8").replace(
              '"accounts": []',
              '"accounts": ["999999999999"]',
            ),
          ),
        /the answer is another/,
      ],
    ];
    for (const [name, forge, says] of forgeries) {
      it(`${name}, although every hash was made again`, async () => {
        await write();
        forge();
        listAgain();
        const { code, stdout } = await verify();
        expect(stdout).to.include("ok   files");
        expect(stdout).to.match(says);
        expect(code).to.equal(1);
      });
    }
  });

  describe("refuses to read", () => {
    const lists: readonly (readonly [string, string, string])[] = [
      ["an absolute path", `${"a".repeat(64)}  /etc/passwd\n`, "leads out of the folder"],
      ["a step up", `${"a".repeat(64)}  csv/../../x\n`, "leads out of the folder"],
      ["a name that stands twice", `${"a".repeat(64)}  x\n`.repeat(2), "stands twice"],
      ["a line that is none", "hello\n", "not a hash and a name"],
      ["an empty list", "", "the list is empty"],
    ];
    for (const [name, text, says] of lists) {
      it(`a list with ${name}`, async () => {
        await write();
        writeFileSync(inBundle("SHA256SUMS"), text);
        const { code, stderr } = await verify();
        expect(stderr).to.include(says);
        expect(code).to.equal(3);
      });
    }

    it("a list that is a link", async () => {
      await write();
      cpSync(inBundle("SHA256SUMS"), join(folder(), "sums"));
      rmSync(inBundle("SHA256SUMS"));
      symlinkSync(join(folder(), "sums"), inBundle("SHA256SUMS"));
      expect((await verify()).code).to.equal(3);
    });

    it("a folder that is none, or a link", async () => {
      expect((await verify()).code).to.equal(2);
      await write();
      symlinkSync(inBundle(""), join(folder(), "link"));
      expect((await postern(["verify", "link"], { cwd: folder() })).code).to.equal(2);
    });

    it("a folder whose name no file system takes", async () => {
      const { code, stderr } = await postern(["verify", "x".repeat(5_000)], { cwd: folder() });
      expect(stderr).to.match(/^postern: .*x: the folder cannot be read: the name is too long\. .*\n$/);
      expect(code).to.equal(3);
    });

    describe("what this user may not read", () => {
      /** Of nobody, on most systems: root may read everything, and is somebody else while these tests run. */
      const NOBODY = 65_534;
      before(function () {
        if (process.seteuid === undefined) this.skip();
      });
      const asNobody = async (): Promise<Outcome> => {
        const isRoot = process.geteuid?.() === 0;
        if (isRoot) process.seteuid?.(NOBODY);
        try {
          return await verify();
        } finally {
          if (isRoot) process.seteuid?.(0);
        }
      };
      const places: Readonly<Record<string, readonly [shut: string, says: RegExp]>> = {
        "the folder above": ["..", /bundle: the folder cannot be read: no permission/],
        "the folder": ["", /bundle: the folder cannot be read: no permission/],
        "a folder in it": ["csv", /csv: the folder cannot be read: no permission/],
        "the list": ["SHA256SUMS", /SHA256SUMS: the file cannot be read: no permission/],
        "a file of the list": ["results.json", /results\.json: the file cannot be read: no permission/],
      };
      for (const [name, [shut, says]] of Object.entries(places))
        it(`${name}, in one line`, async () => {
          await write();
          for (const one of readdirSync(inBundle(""), { recursive: true, encoding: "utf8" }))
            chmodSync(inBundle(one), statSync(inBundle(one)).isDirectory() ? 0o755 : 0o644);
          chmodSync(inBundle(""), 0o755);
          chmodSync(folder(), 0o755);
          const before = statSync(inBundle(shut)).mode;
          chmodSync(inBundle(shut), 0);
          const { code, stdout, stderr } = await asNobody();
          chmodSync(inBundle(shut), before);
          expect(stderr).to.match(/^postern: [^\n]*\n$/);
          expect(stderr).to.match(says);
          expect(stdout).to.equal("");
          expect(code).to.equal(3);
        });
    });

    for (const name of ["results.json", "snapshot.jsonl", "settings.json"])
      it(`a bundle without ${name}, with good hashes`, async () => {
        await write();
        rmSync(inBundle(name));
        listAgain();
        const { code, stderr } = await verify();
        expect(stderr).to.equal(
          `postern: ${name}: this part of the bundle is missing. Get the bundle as it was written.\n`,
        );
        expect(code).to.equal(3);
      });

    it("settings that are none, with good hashes", async () => {
      await write();
      writeFileSync(inBundle("settings.json"), "[]");
      listAgain();
      const { code, stderr } = await verify();
      expect(stderr).to.include("not the settings of a bundle");
      expect(code).to.equal(3);
    });
  });

  describe("signed", () => {
    it("is good by its key, and says by which when it is written and when it is checked", async () => {
      const { secret, open } = keyPair();
      writeFileSync(join(folder(), "key.pem"), secret);
      writeFileSync(join(folder(), "public.pem"), open);
      const written = await write("--key", "key.pem");
      const fingerprint = /SHA256:[A-Za-z0-9+/]{43}/.exec(written.stderr)?.[0] ?? "none";
      const { code, stdout } = await verify("--public-key", "public.pem");
      expect(stdout).to.include(`good, by ${fingerprint}`);
      expect(readFileSync(inBundle("README.md"), "utf8")).to.include(fingerprint);
      expect(code).to.equal(0);
    });

    it("is not good by another key, over another list, or without a signature", async () => {
      const { secret, open } = keyPair();
      writeFileSync(join(folder(), "key.pem"), secret);
      writeFileSync(join(folder(), "public.pem"), open);
      writeFileSync(join(folder(), "other.pem"), keyPair().open);
      await write("--key", "key.pem");
      expect((await verify("--public-key", "other.pem")).stdout).to.match(/BAD {2}signature {2}not by/);
      writeFileSync(inBundle("report.html"), "x");
      listAgain();
      const forged = await verify("--public-key", "public.pem");
      expect(forged.stdout).to.match(/BAD {2}signature {2}not by/);
      expect(forged.code).to.equal(1);
      rmSync(inBundle("SHA256SUMS.sig"));
      expect((await verify("--public-key", "public.pem")).stdout).to.match(/BAD {2}signature {2}none/);
    });

    it("is not good without a key to check it by, once the signature was taken away or spoilt", async () => {
      writeFileSync(join(folder(), "key.pem"), keyPair().secret);
      await write("--key", "key.pem");
      expect((await verify()).code).to.equal(0);
      writeFileSync(inBundle("SHA256SUMS.sig"), "none\n");
      const spoilt = await verify();
      expect(spoilt.stdout).to.match(/BAD {2}signature {2}SHA256SUMS.sig is no signature/);
      expect(spoilt.code).to.equal(1);
      rmSync(inBundle("SHA256SUMS.sig"));
      const { code, stdout } = await verify();
      expect(stdout).to.match(/BAD {2}signature {2}none, and the bundle was signed by SHA256:/);
      expect(code).to.equal(1);
    });

    it("takes no other kind of key, and writes nothing with one", async () => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      writeFileSync(join(folder(), "ec.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
      const { code, stderr } = await write("--key", "ec.pem");
      expect(stderr).to.include("not an Ed25519 key");
      expect(code).to.equal(2);
      expect(readdirSync(folder())).to.not.include("bundle");
    });
  });
});
