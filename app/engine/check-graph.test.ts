import { expect, test } from "vitest";
import { checkGraph, type GraphProblem } from "./check-graph.ts";
import { aGraph, toyTypes } from "./example-journeys.ts";
import { compile } from "./program.ts";

const begin = { id: "begin", type: "start" };
const end = { id: "end", type: "finish" };

function problemsOf(nodes: Parameters<typeof aGraph>[0], edges: string[] = []): GraphProblem[] {
  return checkGraph(aGraph(nodes, edges), toyTypes).problems;
}

test("R4 an unknown type is kept and reported", () => {
  expect(problemsOf([begin, { id: "x", type: "fax" }], ["begin>x"])).toEqual([
    { code: "unknown_type", nodeId: "x", params: { type: "fax" }, severity: "error" },
  ]);
});

test("R4 incomplete and wrong settings are named field by field", () => {
  const nodes = [
    begin,
    { id: "none", type: "pause" },
    { id: "low", type: "pause", settings: { minutes: 0 } },
    { id: "part", type: "pause", settings: { minutes: 1.5 } },
    { id: "text", type: "pause", settings: { minutes: "5", colour: "red" } },
  ];
  const edges = ["begin>none", "none>low", "low>part", "part>text", "text>text"];
  expect(problemsOf(nodes, edges)).toEqual([
    { code: "missing", nodeId: "none", field: "minutes", params: {}, severity: "error" },
    { code: "too_low", nodeId: "low", field: "minutes", params: { minimum: 1 }, severity: "error" },
    { code: "not_integer", nodeId: "part", field: "minutes", params: {}, severity: "error" },
    { code: "wrong_type", nodeId: "text", field: "minutes", params: {}, severity: "error" },
    { code: "unknown_field", nodeId: "text", field: "colour", params: { field: "colour" }, severity: "error" },
  ]);
});

test("R5 a clean journey has no problems and compiles", () => {
  const graph = aGraph(
    [begin, { id: "wait", type: "pause", settings: { minutes: 5 } }, end],
    ["begin>wait", "wait>end"],
  );
  expect(checkGraph(graph, toyTypes)).toEqual({ ok: true, problems: [] });
  const program = compile(graph, toyTypes);
  expect(program.entries.map((entry) => entry.id)).toEqual(["begin"]);
  expect(program.nodes.map((node) => [...node.next])).toEqual([[["next", 1]], [["next", 2]], []]);
});

test("R5 warnings do not keep a journey from running", () => {
  const graph = aGraph([begin]);
  expect(checkGraph(graph, toyTypes).ok).toBe(true);
  expect(compile(graph, toyTypes).nodes).toHaveLength(1);
});

test("R5 a repeated id is an error, also between a step and a note", () => {
  const graph = aGraph([begin, begin]);
  expect(checkGraph(graph, toyTypes).problems).toContainEqual({
    code: "duplicate_id",
    nodeId: "begin",
    params: {},
    severity: "error",
  });
});

const send = (id: string) => ({ id, type: "send" });

test("R6 a loop without a wait is an error, reported once at its first step", () => {
  const problems = problemsOf(
    [begin, send("one"), send("two"), send("three")],
    ["begin>one", "one>two", "two>three", "three>one"],
  );
  expect(problems).toEqual([{ code: "loop_without_wait", nodeId: "one", params: { steps: 3 }, severity: "error" }]);
});

test("R6 a step that leads to itself is a loop", () => {
  expect(problemsOf([begin, send("one")], ["begin>one", "one>one"])).toMatchObject([
    { code: "loop_without_wait", nodeId: "one", params: { steps: 1 } },
  ]);
});

test("R6 a wait anywhere in the loop makes it legal", () => {
  const wait = { id: "wait", type: "pause", settings: { minutes: 1 } };
  expect(problemsOf([begin, send("one"), wait], ["begin>one", "one>wait", "wait>one"])).toEqual([]);
});

test("R6 a short cut around the wait is still a loop without one", () => {
  const wait = { id: "wait", type: "pause", settings: { minutes: 1 } };
  const ask = { id: "ask", type: "ask", settings: { attribute: "plan" } };
  expect(problemsOf([begin, ask, wait], ["begin>ask", "ask:yes>wait", "wait>ask", "ask:no>ask"])).toMatchObject([
    { code: "loop_without_wait", nodeId: "ask", params: { steps: 1 } },
  ]);
});

test("R6 two thousand steps in a row are walked without exhausting the stack", () => {
  const chain = Array.from({ length: 1_999 }, (_, index) => send(`s${index}`));
  const edges = chain.map((node, index) => `${index === 0 ? "begin" : `s${index - 1}`}>${node.id}`);
  expect(problemsOf([begin, ...chain], edges)).toMatchObject([{ code: "port_open", nodeId: "s1998" }]);
});

test("R7 a journey without an entry is an error", () => {
  expect(problemsOf([])).toEqual([{ code: "no_entry", params: {}, severity: "error" }]);
});

test("R7 no edge leads into an entry", () => {
  const wait = { id: "wait", type: "pause", settings: { minutes: 1 } };
  expect(problemsOf([begin, wait], ["begin>wait", "wait>begin"])).toEqual([
    { code: "entry_has_incoming", nodeId: "begin", params: {}, severity: "error" },
  ]);
});

test("R8 two edges from one port, an edge from an unknown port and dangling edges are errors", () => {
  const codes = problemsOf([begin, end], ["begin>end", "begin>end", "begin:other>end", "gone>end", "begin:next>lost"]);
  expect(codes.map(({ code, nodeId, port, severity }) => ({ code, nodeId, port, severity }))).toEqual([
    { code: "edge_duplicate_port", nodeId: "begin", port: "next", severity: "error" },
    { code: "edge_unknown_port", nodeId: "begin", port: "other", severity: "error" },
    { code: "edge_dangling", nodeId: "end", port: undefined, severity: "error" },
    { code: "edge_dangling", nodeId: "begin", port: "next", severity: "error" },
  ]);
});

test("R8 a required port without an edge is a warning, an optional one is not", () => {
  expect(problemsOf([begin, { id: "ask", type: "ask", settings: { attribute: "plan" } }], ["begin>ask"])).toEqual([
    { code: "port_open", nodeId: "ask", port: "yes", params: { port: "yes" }, severity: "warning" },
  ]);
});

test("R9 a step that nobody can reach is a warning", () => {
  expect(problemsOf([begin, end, send("island")], ["begin>end", "island>end"])).toEqual([
    { code: "unreachable", nodeId: "island", params: {}, severity: "warning" },
  ]);
});

test("a step that sends the event which lets people in again is a warning", () => {
  const again = { id: "begin", type: "start", settings: { event: "x", reentry: "always" } };
  const tell = { id: "tell", type: "tell", settings: { event: "x" } };
  expect(problemsOf([again, tell, end], ["begin>tell", "tell>end"])).toEqual([
    { code: "feeds_itself", nodeId: "tell", params: { event: "x" }, severity: "warning" },
  ]);
  expect(problemsOf([{ ...again, settings: { event: "x" } }, tell, end], ["begin>tell", "tell>end"])).toEqual([]);
});

test("compiling a graph that cannot run names the node", () => {
  expect(() => compile(aGraph([begin, { id: "x", type: "fax" }]), toyTypes)).toThrow("x (fax)");
  expect(() => compile(aGraph([begin], ["begin>lost"]), toyTypes)).toThrow("lost");
});
