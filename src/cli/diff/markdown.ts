import type { Change, Difference, Found } from "../../difference/difference.ts";
import { markdownCode, markdownText } from "../../text/markdown.ts";
import { closing, exampleOf, nameOf, partiesOf, whereOf } from "./table.ts";

/** A difference as Markdown, for a comment on a pull request. */
export const differenceAsMarkdown = (difference: Difference): string => {
  const { changes, old, new: now } = difference;
  return [
    "# Access that changes",
    "",
    `${markdownCode(old.name)} → ${markdownCode(now.name)}. ${markdownText(closing(difference))}`,
    "",
    ...(changes.length === 0
      ? []
      : [
          "| | Resource | Who | May | Where |",
          "| --- | --- | --- | --- | --- |",
          ...changes.flatMap(rowsOf),
          "",
        ]),
    ...[old, now].flatMap(({ name, incomplete }) =>
      incomplete.map((line) => `- Not read in ${markdownCode(name)}: ${markdownText(line)}`),
    ),
    "",
  ].join("\n");
};

const rowsOf = (change: Change): readonly string[] => [
  ...row(change, change.newlyAllowed, "newly allowed"),
  ...row(change, change.newlyClosed, "newly closed"),
];

const row = ({ resource, says }: Change, found: Found | null, label: string): readonly string[] => {
  if (found === null) return [];
  const cells =
    found.is === "undecided"
      ? [
          `**undecided** if ${label}`,
          markdownCode(nameOf(resource)),
          "",
          markdownText(says),
          markdownText(found.reason),
        ]
      : [
          `**${label}**`,
          markdownCode(nameOf(resource)),
          markdownText(partiesOf(found)),
          markdownText(says),
          [whereOf(found), ...exampleOf(found)].map(markdownText).join("<br>"),
        ];
  return [`| ${cells.join(" | ")} |`];
};
