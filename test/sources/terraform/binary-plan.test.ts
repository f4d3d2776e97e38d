import { expect } from "chai";
import { deflateRawSync } from "node:zlib";
import { judgeFiles } from "../judge-files.ts";
import { inFolder } from "../../support/folder.ts";
import { postern } from "../../support/command.ts";

/** A ZIP file of one entry, as Go writes it: the sizes stand in the directory alone. */
const planOf = (type: string): Buffer => {
  const name = Buffer.from("tfplan");
  const packed = deflateRawSync(Buffer.from(`\u0008\u0003 module.x.${type}.p`));
  const head = Buffer.alloc(30);
  head.write("PK\u0003\u0004", "latin1");
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(name.length, 26);
  const listed = Buffer.alloc(46);
  listed.write("PK\u0001\u0002", "latin1");
  listed.writeUInt16LE(8, 10);
  listed.writeUInt32LE(packed.length, 20);
  listed.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(head.length + name.length + packed.length, 16);
  return Buffer.concat([head, name, packed, listed, name, end]);
};

describe("a binary plan", () => {
  it("is named where it speaks of SES or cannot be unpacked, and skipped otherwise", async () => {
    const ours = planOf("aws_ses_identity_policy");
    const { coverage } = await judgeFiles({
      tfplan: ours,
      "cut.tfplan": ours.subarray(0, 60),
      "other.tfplan": planOf("aws_s3_bucket"),
    });
    const unread = coverage.files.filter(({ status }) => status === "not-understood");
    expect(unread.map(({ path }) => path)).to.deep.equal(["cut.tfplan", "tfplan"]);
  });

  it("that is named is refused, with what to give", () =>
    inFolder({ tfplan: planOf("aws_s3_bucket") }, async (cwd) => {
      const { code, stderr } = await postern(["analyze", "tfplan"], { cwd });
      expect([code, stderr]).to.deep.equal([
        2,
        "postern: tfplan: it is a binary plan of Terraform or OpenTofu, which is read from what `terraform show -json FILE` prints. Give another file.\n",
      ]);
    }));
});
