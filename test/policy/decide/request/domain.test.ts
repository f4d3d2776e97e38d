import { expect } from "chai";
import * as fc from "fast-check";
import { domainOf, isIn, requirementsOf } from "../../../../src/policy/decide/request/domain.ts";
import {
  DEPUTY,
  inAccount,
  LIMITED,
  SERVICE,
  STRANGER,
} from "../../../../src/policy/decide/request/caller-class.ts";
import { KINDS } from "../../../../src/policy/decide/keys/dimensions.ts";
import { DEFAULT_VALUES } from "../../../../src/policy/decide/request/default-values.ts";
import { language, shortestMember } from "../../../../src/policy/sets/language.ts";
import { namedWorld } from "../../../support/policy/named-world.ts";

const UNLIMITED = { left: Infinity };

const environment = namedWorld;

/** One key of each variable of texts. */
const KEYS = [
  "aws:PrincipalArn",
  "aws:PrincipalOrgPaths",
  "aws:SourceOrgPaths",
  "aws:VpceOrgPaths",
  "aws:ResourceOrgPaths",
  "aws:SourceArn",
  "aws:PrincipalServiceName",
  "aws:CalledVia",
  "aws:userid",
  "aws:SourceVpc",
  "aws:SourceVpce",
  "aws:VpceAccount",
  "aws:SourceVpcArn",
  "aws:SignInSessionArn",
  "codebuild:ProjectArn",
  "aws:ViaAWSMCPService",
  "ec2:RoleDelivery",
  "aws:Referer",
].map(namedWorld.find);

const CALLERS = [
  STRANGER,
  LIMITED,
  SERVICE,
  DEPUTY,
  inAccount("222222222222"),
  { ...SERVICE, source: { account: "333333333333" } },
];

const SEEDS = [
  ...Object.values(DEFAULT_VALUES).flat(),
  "true",
  "2.0",
  "222222222222",
  "999999999999",
  ...["222222222222", "333333333333", "444444444444", "555555555555", "111111111111", "999999999999"].flatMap(
    (account) => [
      `arn:aws:iam::${account}:user/Jane`,
      `arn:aws:iam::${account}:user/path/x:y/Jane`,
      `arn:aws:iam::${account}:role/x`,
      `arn:aws:iam::${account}:root`,
      `arn:aws:sts::${account}:federated-user/Jane`,
      `arn:aws:sns:us-east-1:${account}:topic`,
      `arn:aws:s3:::bucket\n${account}`,
    ],
  ),
  "arn:aws:iam::000000000001:role/of-the-service",
  "AIDAEXAMPLE000000001",
  "AIDAEXAMPLE0000000017",
  "AROAEXAMPLE000000001:session",
  "o-own1234567/r-ab12/",
  "o-trusted123/r-ab12/ou-ab12-cdefghij/",
  "o-somebody00/r-ab12/ou-ab12-cdefghij/ou-ab12-klmnopqr/",
  "o-resourceowner/r-ow01/",
  "AIDAEXAMPLE000000001",
  "AROAEXAMPLE000000001:session",
  "vpc-0a1b2c3d",
  "vpc-0a1b2c3d1",
  "vpce-0a1b2c3d",
  "sns.amazonaws.com",
  "",
];

/** A text that is in some domain, or nearly. */
const text = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.nat({ max: 40 }),
    fc.constantFrom("", "/", ":", "A", "1", "-", "\n", "é"),
    fc.nat({ max: 1 }),
  )
  .map(([seed, at, put, drop]) => seed.slice(0, at) + put + seed.slice(at + drop));

const domain = fc
  .tuple(fc.constantFrom(...KEYS), fc.constantFrom(...CALLERS), fc.constantFrom(...Object.values(KINDS)))
  .map(([key, party, kind]) => domainOf(environment, party, key, kind));

describe("domains of variables", () => {
  it("are the same tried on a text and as an automaton", () => {
    fc.assert(
      fc.property(domain, fc.oneof(text, fc.constantFrom(...SEEDS)), (one, candidate) => {
        expect(isIn(one, candidate)).to.equal(language(requirementsOf(one), UNLIMITED).has(candidate));
      }),
      { numRuns: 5000 },
    );
  });

  it("have the shortest member of their automaton", () => {
    for (const key of KEYS)
      for (const party of CALLERS)
        for (const kind of Object.values(KINDS)) {
          const one = domainOf(environment, party, key, kind);
          const member = shortestMember(requirementsOf(one), { left: 1e6 });
          if (member === null) throw new Error(`${key.name} is empty`);
          expect(isIn(one, member), `${key.name}: ${JSON.stringify(member)}`).to.equal(true);
        }
  });

  it("have organisational units only below a root, five deep at most", () => {
    const one = domainOf(environment, STRANGER, environment.find("aws:PrincipalOrgPaths"), KINDS.user);
    const unit = "ou-ab12-cdefghij/";
    for (const [path, is] of [
      ["o-somebody00/", false],
      ["o-somebody00/r-ab12", false],
      ["o-somebody00/r-ab12/", true],
      [`o-somebody00/${unit}`, false],
      [`o-somebody00/r-ab12/${unit}`, true],
      [`o-somebody00/r-ab12/${unit}r-ab12/`, false],
      ["o-somebody00/r-ab12/ou-ab12-cdefghi/", false],
      ["o-somebody00/r-ab12/ou-ab1-cdefghij/", false],
      ["o-somebody00/r-ab12/ou-ab12-cdef-ghijklmnop/", false],
      [`o-somebody00/r-ab12/${unit.repeat(5)}`, true],
      [`o-somebody00/r-ab12/${unit.repeat(6)}`, false],
    ] as const)
      expect(isIn(one, path), path).to.equal(is);
  });
});

const user = (account: string): string => `arn:aws:iam::${account}:user/x`;
const project = (account: string): string => `arn:aws:codebuild:us-east-1:${account}:project/x`;
const topic = (account: string): string => `arn:aws:sns:us-east-1:${account}:topic`;
const vpc = (account: string): string => `arn:aws:ec2:us-east-1:${account}:vpc/vpc-0a1b2c3f`;

/** A value, and whether (`+`) each of CALLERS may carry it: owner 111…, named 222… to 444…, trusted 555…, o-trusted123. */
const CARRIED: readonly (readonly [key: string, kind: keyof typeof KINDS, value: string, callers: string])[] =
  [
    ["aws:PrincipalArn", "user", user("666666666666"), "++++-+"],
    ["aws:PrincipalArn", "user", user("222222222222"), "----+-"],
    ["aws:PrincipalArn", "user", "arn:aws:iam::222222222222:user/Jane", "------"],
    ["aws:PrincipalArn", "user", user("333333333333"), "------"],
    ["aws:PrincipalArn", "user", user("111111111111"), "------"],
    ["aws:PrincipalArn", "user", user("444444444444"), "------"],
    ["aws:PrincipalArn", "user", user("555555555555"), "------"],
    ["aws:PrincipalArn", "service", user("666666666666"), "------"],
    ["aws:PrincipalOrgPaths", "user", "o-somebody00/r-ab12/", "++++++"],
    ["aws:PrincipalOrgPaths", "user", "o-own1234567/r-ab12/", "-++-++"],
    ["aws:PrincipalOrgPaths", "user", "o-trusted123/r-ab12/", "--+---"],
    ["aws:SourceOrgPaths", "service", "o-somebody00/r-ab12/", "++++++"],
    ["aws:SourceOrgPaths", "service", "o-own1234567/r-ab12/", "-++-++"],
    ["aws:SourceOrgPaths", "service", "o-trusted123/r-ab12/", "--+---"],
    ["aws:VpceOrgPaths", "user", "o-somebody00/r-ab12/", "++++++"],
    ["aws:VpceOrgPaths", "user", "o-own1234567/r-ab12/", "-++-++"],
    ["aws:VpceOrgPaths", "user", "o-trusted123/r-ab12/", "-++-++"],
    ["aws:ResourceOrgPaths", "user", "o-somebody00/r-ab12/", "------"],
    ["aws:ResourceOrgPaths", "user", "o-own1234567/r-ab12/", "++++++"],
    ["aws:ResourceOrgPaths", "user", "o-trusted123/r-ab12/", "++++++"],
    ["aws:userid", "user", "AIDAEXAMPLE000000009", "++++++"],
    ["aws:userid", "user", "AIDAEXAMPLE000000001", "-++-++"],
    ["aws:SourceVpc", "user", "vpc-0a1b2c3f", "++++++"],
    ["aws:SourceVpc", "user", "vpc-0a1b2c3d", "-++-++"],
    ["aws:VpceAccount", "user", "666666666666", "++++++"],
    ["aws:VpceAccount", "user", "222222222222", "-++-++"],
    ["aws:VpceAccount", "user", "111111111111", "-++-++"],
    ["aws:SourceVpcArn", "user", vpc("666666666666"), "++++++"],
    ["aws:SourceVpcArn", "user", vpc("222222222222"), "-++-++"],
    ["aws:SourceVpcArn", "user", vpc("111111111111"), "-++-++"],
    ["codebuild:ProjectArn", "role", project("666666666666"), "++++-+"],
    ["codebuild:ProjectArn", "role", project("222222222222"), "----+-"],
    ["codebuild:ProjectArn", "role", project("111111111111"), "------"],
    ["aws:SourceArn", "service", topic("666666666666"), "+++++-"],
    ["aws:SourceArn", "service", topic("222222222222"), "--+---"],
    ["aws:SourceArn", "service", topic("333333333333"), "--+--+"],
    ["aws:SourceArn", "service", topic("111111111111"), "--+---"],
    ["aws:PrincipalServiceName", "service", "sns.amazonaws.com", "++++++"],
    ["aws:PrincipalServiceName", "service", "x", "------"],
    ["aws:Referer", "user", "", "++++++"],
  ];

describe("what callers of a class may carry", () => {
  for (const [key, kind, value, callers] of CARRIED)
    it(`${key} ${value} of a ${kind}: ${callers}`, () => {
      const may = CALLERS.map((caller) =>
        isIn(domainOf(environment, caller, environment.find(key), KINDS[kind]), value) ? "+" : "-",
      );
      expect(may.join("")).to.equal(callers);
    });
});

describe("a stranger's unique id", () => {
  it("is no named one, and may begin with one", () => {
    const ids = domainOf(environment, STRANGER, namedWorld.find("aws:userid"), KINDS.user);
    expect(isIn(ids, "AIDAEXAMPLE000000001")).to.equal(false);
    expect(isIn(ids, "AIDAEXAMPLE0000000017")).to.equal(true);
  });
});
