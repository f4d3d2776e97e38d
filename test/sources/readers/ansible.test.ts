import { expect } from "chai";
import { policiesIn } from "../policies-in.ts";

const POLICY = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"ses:SendEmail","Resource":"*"}}';

const playbook = (policy: string, rest = ""): string =>
  `- hosts: localhost\n  vars:\n    domain: example.com\n    open: ${policy.includes("open |") ? POLICY : "none"}\n  tasks:\n    - name: open it\n      community.aws.ses_identity_policy:\n        identity: "{{ domain }}"\n        policy_name: open\n        region: eu-west-1\n        policy: ${policy}\n${rest}`;

describe("Ansible", () => {
  const forms: Readonly<Record<string, readonly [policy: string, at: string]>> = {
    "as a folded text": [`>\n          ${POLICY}`, "roles/mail/tasks/main.yml:12"],
    "as an object": [POLICY, "roles/mail/tasks/main.yml:11"],
    "by a variable of the play": ['"{{ open | to_json }}"', "roles/mail/tasks/main.yml:4"],
    "by a template of the role": [
      "\"{{ lookup('template', 'open.json.j2') }}\"",
      "roles/mail/templates/open.json.j2:1",
    ],
    "by a file": [`'{{ lookup("file", "open.json") }}'`, "roles/mail/files/open.json:1"],
  };
  for (const [title, [policy, at]] of Object.entries(forms))
    it(`is read with a policy ${title}`, async () => {
      const { policies, unread } = await policiesIn({
        "roles/mail/tasks/main.yml": playbook(policy),
        "roles/mail/templates/open.json.j2": POLICY,
        "roles/mail/files/open.json": POLICY,
      });
      expect(unread).to.deep.equal([]);
      expect(policies.find(({ region }) => region === "eu-west-1")).to.deep.equal({
        identity: "example.com",
        region: "eu-west-1",
        name: "open",
        document: JSON.parse(POLICY) as unknown,
        at,
        open: [],
      });
    });

  it("leaves Jinja that the file does not resolve open", async () => {
    const { policies } = await policiesIn({
      "a.yml": playbook(`'${POLICY.replace('"Principal":"*"', '"Principal":{"AWS":"{{ who }}"}')}'`),
      "b.yml": playbook("\"{{ lookup('template', 'none.j2') }}\""),
    });
    expect(policies.map(({ open }) => open)).to.deep.equal([
      ["{{ who }}"],
      ["{{ lookup('template', 'none.j2') }}"],
    ]);
  });

  it("writes nothing in the state absent", async () => {
    const { policies, unread } = await policiesIn({ "a.yml": playbook("x", "        state: absent\n") });
    expect({ policies, unread }).to.deep.equal({ policies: [], unread: [] });
  });

  it("is read under the older name, and as an action", async () => {
    const { policies } = await policiesIn({
      "a.yml": `- aws_ses_identity_policy: {identity: a.example.com, policy_name: p, policy: '${POLICY}'}\n- local_action: {module: ses_identity_policy, identity: b.example.com, policy_name: p, policy: '${POLICY}'}\n`,
    });
    expect(policies.map(({ identity }) => identity)).to.deep.equal(["a.example.com", "b.example.com"]);
  });
});
