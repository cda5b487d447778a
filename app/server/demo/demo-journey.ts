import { GRAPH_VERSION, type GraphNode, type JourneyGraph } from "../../engine/graph.ts";

const signOff = "\n\nMara from Lotse";

const node = (
  id: string,
  type: string,
  name: string,
  [x, y]: [number, number],
  settings: GraphNode["settings"],
): GraphNode => ({ id, type, name, position: { x, y }, settings });

const entryNodes = [
  node("pricing-form", "event-entry", "Pricing form sent", [120, 60], {
    eventName: "pricing_form_sent",
    reentry: "once",
  }),
  node("trial-started", "event-entry", "Trial started", [480, 60], { eventName: "trial_started", reentry: "once" }),
];

const activationNodes = [
  node("welcome", "email", "Welcome, here is step one", [480, 220], {
    to: "email",
    subject: "{{ customer.first_name }}, here is step one",
    preheader: "Ten minutes to your first project",
    body: `Hello {{ customer.first_name }},\n\ngood to have {{ customer.company }} on board. One thing matters in the first two days: **create your first project**.\n\n- Pick a template or start blank\n- Give it a name your team knows\n- Invite one person\n\n[Create a project](https://app.example.com/projects/new)${signOff}`,
  }),
  node("first-project", "wait-for-event", "First project?", [480, 380], {
    eventName: "project_created",
    amount: 2,
    unit: "days",
    since: "entry",
  }),
  node("need-a-hand", "email", "Need a hand?", [820, 560], {
    to: "email",
    subject: "Need a hand with your first project?",
    body: `Hello {{ customer.first_name }},\n\nnothing is lost, your trial is still open. If it helps, take 15 minutes with one of us and we set up the first project together.\n\n[Pick a time](https://app.example.com/call)${signOff}`,
  }),
  node("second-chance", "wait-for-event", "Project after all?", [820, 720], {
    eventName: "project_created",
    amount: 3,
    unit: "days",
    since: "entry",
  }),
];

const conversionNodes = [
  node("upgrade-offer", "experiment", "Upgrade offer", [300, 980], {
    variants: [
      { id: "a", label: "See what Pro adds", weight: 50 },
      { id: "b", label: "Checklist", weight: 50 },
    ],
  }),
  node("pro-adds", "email", "See what Pro adds", [120, 1160], {
    to: "email",
    subject: "What Pro adds to your project",
    body: `Hello {{ customer.first_name }},\n\nyour project is up. Pro adds roles, an audit log and unlimited guests, for 31 € a month.\n\n[See three examples](https://app.example.com/pro)${signOff}`,
  }),
  node("checklist", "email", "Checklist 3 of 5", [480, 1160], {
    to: "email",
    subject: "Three of five done, {{ customer.first_name }}",
    body: `Hello {{ customer.first_name }},\n\nyou have done three of five steps:\n\n- Account: done\n- First project: done\n- Template: done\n- Invite your team\n- Choose a plan\n\n[Do the last two](https://app.example.com/checklist)${signOff}`,
  }),
  node("paid", "wait-for-event", "Started Pro?", [300, 1320], {
    eventName: "subscription_started",
    amount: 5,
    unit: "days",
    since: "entry",
  }),
  node("stage-customer", "update-attribute", "Mark as customer", [120, 1500], {
    changes: [{ attribute: "plan", value: "pro" }],
  }),
  node("paying", "goal", "Paying customer", [120, 1660], { name: "Paid for Pro" }),
  node("last-call", "email", "Your trial ends", [480, 1500], {
    to: "email",
    subject: "Your trial ends soon",
    body: `Hello {{ customer.first_name }},\n\nyour projects stay readable after the trial. To go on working in them, choose a plan.\n\n[Choose a plan](https://app.example.com/plans)${signOff}`,
  }),
  node("trial-ended", "exit", "Trial ended", [480, 1660], { reason: "No plan chosen" }),
];

const handOverNodes = [
  node("large-team", "branch", "Large team?", [820, 980], {
    paths: [
      {
        id: "yes",
        label: "50 or more",
        condition: {
          match: "all",
          rules: [{ kind: "attribute", field: "employees", operator: "greater-or-equal", value: 50 }],
        },
      },
    ],
  }),
  node("ask-success", "emit-event", "Ask Success to call", [760, 1160], {
    eventName: "success_call_requested",
    properties: [{ name: "reason", value: "no project" }],
  }),
  node("called", "exit", "With Success", [760, 1320], { reason: "Handed to the success team" }),
  node("not-now", "exit", "Not now", [1080, 1160], { reason: "No project after five days" }),
];

const path = (source: string, port: string, target: string) => ({ source, port, target });

/** The journey of the demo: from the first day of a trial to the first payment, as in the mockup. */
export const demoJourney: JourneyGraph = {
  version: GRAPH_VERSION,
  nodes: [...entryNodes, ...activationNodes, ...conversionNodes, ...handOverNodes],
  edges: [
    path("pricing-form", "next", "welcome"),
    path("trial-started", "next", "welcome"),
    path("welcome", "next", "first-project"),
    path("first-project", "happened", "upgrade-offer"),
    path("first-project", "timed-out", "need-a-hand"),
    path("need-a-hand", "next", "second-chance"),
    path("second-chance", "happened", "upgrade-offer"),
    path("second-chance", "timed-out", "large-team"),
    path("upgrade-offer", "a", "pro-adds"),
    path("upgrade-offer", "b", "checklist"),
    path("pro-adds", "next", "paid"),
    path("checklist", "next", "paid"),
    path("paid", "happened", "stage-customer"),
    path("paid", "timed-out", "last-call"),
    path("stage-customer", "next", "paying"),
    path("last-call", "next", "trial-ended"),
    path("large-team", "yes", "ask-success"),
    path("large-team", "else", "not-now"),
    path("ask-success", "next", "called"),
  ],
  notes: [
    {
      id: "note-price",
      position: { x: 860, y: 80 },
      text: "Before we publish: the checklist mail needs the price incl. VAT for Austria. Ask Legal.",
    },
  ],
  sections: [
    { id: "section-activation", position: { x: 60, y: 20 }, size: { width: 1080, height: 860 }, title: "Activation" },
    { id: "section-conversion", position: { x: 60, y: 920 }, size: { width: 720, height: 900 }, title: "Conversion" },
  ],
};
