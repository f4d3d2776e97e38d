import type { KindInCode } from "postern";

/** How a topic and its policy stand in Terraform, in CloudFormation and in calls that are not read. */
export const TOPIC_IN_CODE: KindInCode = {
  words: {
    service: "SNS",
    one: "SNS topic",
    a: "an SNS topic",
    many: "SNS topics",
    short: "topic",
    aShort: "a topic",
    policy: "a topic policy",
  },
  arn: { service: "sns", before: "" },
  mark: /\bsns:|aws_sns|AWS::SNS|topic[_-]?(?:polic|attributes)|\\u00/i,
  speaksOf: /(?:^|[^a-z])sns(?![a-z])/i,
  writers: {
    // aws sns set-topic-attributes …, client.set_topic_attributes(…), new SetTopicAttributesCommand(…), new TopicPolicy(…)
    uses: [
      /\bsns\s{1,20}(?:set-topic-attributes|add-permission)\b/g,
      /\b(?:set_?topic_?attributes|SetTopicAttributesCommand)\s{0,5}\(/gi,
      /\b(?:Cfn)?TopicPolicy\s{0,5}\(/g,
    ],
    name: /[\w-]+\s*$/,
    marks: [
      "add-permission",
      "et-topic-attributes",
      "et_topic_attributes",
      "etTopicAttributes",
      "TopicPolicy",
    ],
  },
  terraform: {
    mark: /aws_sns|topic_?policy/,
    writes: /opic[-_]?(?:[Pp]olicy|[Aa]ttributes)/,
    types: { aws_sns_topic: { name: "name", unnamed: true, id: "arn", policy: "policy" } },
    policyTypes: { aws_sns_topic_policy: { resource: "arn" } },
    ownTypes: /^aws_sns_/,
    likely: /^\w*sns\w*topic_?policy$/,
  },
  cloudFormation: {
    types: {
      "AWS::SNS::Topic": {
        name: "TopicName",
        unnamed: true,
        ref: "arn",
        attributes: { TopicArn: "arn", TopicName: "name" },
      },
    },
    policyTypes: { "AWS::SNS::TopicPolicy": { resources: "Topics", policy: "PolicyDocument" } },
    writes: /AWS::SNS::Topic/,
    inText: /AWS::SNS::/,
    inProgram: /AWS::SNS::TopicPolicy\b/,
  },
};
