import { rule as fewPolicies } from "./rules/few-policies/rule.js";

/** @type {import("postern").Plugin} */
export default {
  apiVersion: 1,
  name: "__NAME__",
  rules: [fewPolicies],
};
