#!/usr/bin/env bash
# @tree-sitter-grammars/tree-sitter-hcl 1.2.0: nested conditionals group to the left, and 1e3 ends after the 1.
#
# Input:    `a = x ? y : z ? 1 : 2`, and `a = 1e3` on the line before a resource block; both are valid HCL (the native
#           syntax specification of hashicorp/hcl: conditionals group to the right, a number may have an exponent).
# Expected: the outermost conditional asks `x`; the value is `1e3` and the block after it has the type `resource`.
# Seen:     the outermost conditional asks `x ? y : z`; the value is `1`, and the block's type is `e3`, so that a tool
#           that looks for resource blocks does not see this one. The parser reports no error in either text.
#
# Exits 0 while that is so, and 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >npm.log
npm install --no-audit --no-fund --ignore-scripts \
  @tree-sitter-grammars/tree-sitter-hcl@1.2.0 web-tree-sitter@0.27.2 >>npm.log 2>&1
cat >look.mjs <<'JS'
import { Language, Parser } from "web-tree-sitter";

await Parser.init();
const parser = new Parser();
parser.setLanguage(
  await Language.load("node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm"),
);
const first = (text, type) => parser.parse(text).rootNode.descendantsOfType(type)[0];
const NESTED = "a = x ? y : z ? 1 : 2\n";
const EXPONENT = 'a = 1e3\nresource "x" "y" {}\n';
console.log(`condition: ${first(NESTED, "conditional").namedChild(0).text}`);
console.log(`number: ${first(EXPONENT, "numeric_lit").text}`);
console.log(`type of the block: ${first(EXPONENT, "block").namedChild(0).text}`);
console.log(`errors: ${[NESTED, EXPONENT].filter((text) => parser.parse(text).rootNode.hasError).length}`);
JS
node look.mjs | tee seen.txt
cat >expected.txt <<'TXT'
condition: x ? y : z
number: 1
type of the block: e3
errors: 0
TXT
diff expected.txt seen.txt && echo "As described."
