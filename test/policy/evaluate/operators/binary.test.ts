import { expect } from "chai";
import { binary } from "../../../../src/policy/evaluate/operators/binary.ts";

describe("BinaryEquals", () => {
  it("compares the bytes, whatever the padding", () => {
    expect(binary("QUJD", "QUJD")).to.equal(true);
    expect(binary("QQ==", "QQ")).to.equal(true);
    expect(binary("QUJD", "QUJE")).to.equal(false);
    expect(binary("QUJD", "qujd")).to.equal(false);
  });

  it("never matches what is not base64", () => {
    for (const text of ["a-b", "QQ===", "=QQ", "Q Q"]) {
      expect(binary(text, text), text).to.equal(false);
      expect(binary("QQ==", text), text).to.equal(false);
    }
  });
});
