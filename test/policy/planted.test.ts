import { expect } from "chai";
import { MISTAKES } from "../../proof/planted/mistakes.ts";
import { patched } from "../../proof/planted/plant.ts";

/** `npm run test:planted` shows that each is noticed; here, that each can still be planted. */
describe("planted mistakes", () => {
  it("are at least twenty, each with a name of its own", () => {
    expect(new Set(MISTAKES.map((mistake) => mistake.name)).size).to.equal(MISTAKES.length);
    expect(MISTAKES.length).to.be.at.least(20);
  });

  for (const mistake of MISTAKES)
    it(`"${mistake.name}" applies to ${mistake.file}`, () => {
      expect(patched(mistake)).to.include(mistake.replace);
    });
});
