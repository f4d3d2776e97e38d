import { expect } from "chai";
import { ocsf } from "../../src/exporters/ocsf.ts";
import { stream } from "../support/findings.ts";
import { estate, FINDINGS } from "./html/estate.ts";
import { hostileEstate, PAYLOADS } from "./html/hostile.ts";

interface Event {
  readonly class_uid: number;
  readonly category_uid: number;
  readonly activity_id: number;
  readonly type_uid: number;
  readonly severity_id: number;
  readonly time: number;
  readonly metadata: { readonly version: string; readonly product: { readonly name: string } };
  readonly finding_info: { readonly uid: string; readonly first_seen_time: number };
  readonly compliance: { readonly status_id: number; readonly requirements: readonly string[] };
  readonly status_id: number;
  readonly status_code: string;
  readonly resources: readonly { readonly name: string }[];
}

const events = (records: ReturnType<typeof estate>): readonly Event[] => {
  const take = ocsf.open({});
  const text = records
    .flatMap(take)
    .map((piece) => piece.text)
    .join("");
  return JSON.parse(text) as readonly Event[];
};

describe("ocsf", () => {
  const all = events(estate());

  it("has an event for each finding, and one that closes what is gone", () => {
    expect(all).to.have.length(FINDINGS.length + 1);
    expect(all.filter(({ activity_id }) => activity_id === 3)).to.have.length(1);
  });

  it("is a compliance finding with everything that its class requires, times in milliseconds", () => {
    for (const event of all) {
      expect(event).to.include({ class_uid: 2003, category_uid: 2 });
      expect(event.type_uid).to.equal(200_300 + event.activity_id);
      expect(event.severity_id).to.be.within(1, 6);
      expect(event.metadata.product.name).to.equal("Postern");
      expect(event.time).to.equal(Date.UTC(2026, 10, 23, 16));
      expect(event.finding_info.uid).to.match(/^ccc:/);
    }
  });

  it("says pass, warning and fail for what passed, is not known, and failed", () => {
    const words = { SUCCESS: 1, NEEDS_REVIEW: 2, NOT_EVALUATED: 2, FAILURE: 3 };
    for (const { status, id } of FINDINGS) {
      const event = all.find(({ finding_info }) => finding_info.uid === id);
      expect(event?.compliance.status_id, id).to.equal(words[status]);
    }
  });

  it("an accepted risk is suppressed and keeps that it failed", () => {
    const event = all.find(
      ({ resources, status_id }) => resources[0]?.name === "legacy.example.org" && status_id === 3,
    );
    expect(event?.compliance.status_id).to.equal(3);
  });

  it("is an empty array where there is no finding", () => {
    expect(events(stream([]))).to.deep.equal([]);
  });

  it("stays JSON, and shows what is invisible, on a hostile estate", () => {
    const text = JSON.stringify(events(hostileEstate(PAYLOADS.join(" "))));
    expect(text).to.include("⟨U+202E⟩");
    expect(text).to.not.include("\u202E");
  });
});
