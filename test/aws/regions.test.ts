import { expect } from "chai";
import { isKnownRegion, nearestRegion, regionsBeside } from "../../src/aws/regions.ts";

describe("regions", () => {
  it("keeps to one partition", () => {
    expect(regionsBeside("us-gov-west-1")).to.deep.equal(["us-gov-east-1", "us-gov-west-1"]);
    expect(regionsBeside("eu-west-1")).to.include("us-east-1").and.to.include("ap-southeast-7");
    expect(regionsBeside("eu-west-1").filter((region) => /^(cn|us-gov|eusc)-/.test(region))).to.deep.equal(
      [],
    );
  });

  it("knows what was meant", () => {
    expect(nearestRegion("us-esat-1")).to.equal("us-east-1");
    expect(nearestRegion("eu-west1")).to.equal("eu-west-1");
    expect(nearestRegion("mars-north-1")).to.equal(null);
    expect(isKnownRegion("us-esat-1")).to.equal(false);
  });
});
