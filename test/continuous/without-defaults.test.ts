import { expect } from "chai";
import { withoutDefaults } from "../../src/continuous/without-defaults.ts";

describe("withoutDefaults", () => {
  it("renames the defaults of parameters, and leaves every place where it was", () => {
    const template = [
      "Parameters:",
      "  A: {Default: x, Type: String}",
      "  B:",
      "    'Default': Default",
      "  Default: {Type: String}",
      "Mappings: {M: {Default: {Default: x}}}",
    ].join("\n");
    const without = withoutDefaults(template);
    expect(without).to.have.length(template.length);
    expect(without).to.equal(
      [
        "Parameters:",
        "  A: {Ignored: x, Type: String}",
        "  B:",
        "    'Ignored': Default",
        "  Default: {Type: String}",
        "Mappings: {M: {Default: {Default: x}}}",
      ].join("\n"),
    );
  });

  it("is not led astray by escapes, doubled members or several documents", () => {
    const escaped = String.raw`{"Parameters":{"A":{"Defaul\u0074":"x","Default":"y"}},"Parameters":{"B":{"Default":"z"}}}`;
    expect(withoutDefaults(escaped)).to.equal(
      '{"Parameters":{"A":{"Ignored"     :"x","Ignored":"y"}},"Parameters":{"B":{"Ignored":"z"}}}',
    );
    expect(withoutDefaults("Parameters: {A: {Default: x}}\n---\nMore: 1\n")).to.match(/Ignored/);
  });

  it("leaves what is no template", () => {
    for (const text of ["", "hello", "[1]", "Parameters: [", "Parameters: text", "Parameters: {A: text}"])
      expect(withoutDefaults(text)).to.equal(text);
  });
});
