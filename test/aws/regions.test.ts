import { expect } from "chai";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { partitionOf } from "../../src/model/scope.ts";
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

  it("are those of the SDK's partitions, each in the partition that the SDK has it in", async () => {
    const { partitionsInfo } = (await import(pathToFileURL(PARTITIONS).href)) as PartitionsFile;
    const regions = partitionsInfo.partitions.flatMap(({ id, regions: listed }) =>
      Object.keys(listed)
        .filter((name) => !name.endsWith("-global"))
        .map((region) => ({ region, id })),
    );
    expect(regions).to.have.length.greaterThan(40);
    expect(regions.filter(({ region }) => !isKnownRegion(region))).to.deep.equal([]);
    expect(regions.filter(({ region, id }) => partitionOf(region) !== id)).to.deep.equal([]);
  });
});

const PARTITIONS = join(
  import.meta.dirname,
  "../../node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js",
);

interface PartitionsFile {
  readonly partitionsInfo: {
    readonly partitions: readonly {
      readonly id: string;
      readonly regions: Readonly<Record<string, unknown>>;
    }[];
  };
}
