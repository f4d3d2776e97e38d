import type { Plugin } from "postern";
import { rule as openTopics } from "./rules/exp-001-open-topics/rule.ts";
import { SNS_TOPIC_KIND } from "./topic-kind.ts";

/** Amazon SNS topics as a kind of resource, and a rule over them. */
const plugin: Plugin = {
  apiVersion: 1,
  name: "postern-plugin-sns",
  kinds: [SNS_TOPIC_KIND],
  rules: [openTopics],
};

export default plugin;
