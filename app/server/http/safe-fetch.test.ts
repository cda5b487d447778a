import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSafeFetch, type SafeFetch } from "./safe-fetch.server.ts";

let server: Server;
let port = 0;
let reached: string[] = [];
const clients: SafeFetch[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    reached.push(request.url ?? "");
    if (request.url === "/redirect") response.writeHead(302, { location: "/target" }).end();
    else if (request.url === "/large") response.end("x".repeat(1_000_000));
    else if (request.url !== "/hang") response.writeHead(200, { "x-mark": "yes" }).end("fine");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await Promise.all([...clients.map((client) => client.close()), new Promise((done) => server.close(done))]);
});

const get = { method: "GET", headers: {}, timeoutMs: 5_000 };

function client(options: Parameters<typeof createSafeFetch>[0]): SafeFetch {
  reached = [];
  const made = createSafeFetch(options);
  clients.push(made);
  return made;
}

const allowed = () => client({ allowedHosts: new Set([`127.0.0.1:${port}`]), maximumBytes: 1_000 });

test("an allowed host is called and answers", async () => {
  const answer = await allowed().call(`http://127.0.0.1:${port}/`, get);
  expect(answer).toMatchObject({ status: 200, body: "fine", isCut: false, headers: { "x-mark": "yes" } });
});

test("a redirect is reported, not followed", async () => {
  const answer = await allowed().call(`http://127.0.0.1:${port}/redirect`, get);
  expect({ status: answer.status, reached }).toEqual({ status: 302, reached: ["/redirect"] });
});

test("a large answer is cut", async () => {
  const answer = await allowed().call(`http://127.0.0.1:${port}/large`, get);
  expect({ length: answer.body.length, isCut: answer.isCut }).toEqual({ length: 1_000, isCut: true });
});

test("an answer that does not come in time is a temporary failure", async () => {
  const call = allowed().call(`http://127.0.0.1:${port}/hang`, { ...get, timeoutMs: 50 });
  await expect(call).rejects.toMatchObject({ code: "provider.unavailable" });
});

test.each([["127.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"], ["10.1.2.3"], ["fd00::1"]])(
  "a public name that resolves to %s is refused when the socket is opened",
  async (address) => {
    const resolve = async () => [{ address, family: address.includes(":") ? 6 : 4 }];
    const call = client({ resolve }).call(`http://attacker.example:${port}/`, get);
    await expect(call).rejects.toMatchObject({ code: "webhook.private_address" });
    expect(reached).toEqual([]);
  },
);

test("a name with one public and one private address is refused", async () => {
  const resolve = async () => [
    { address: "93.184.216.34", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ];
  await expect(client({ resolve }).call(`http://attacker.example:${port}/`, get)).rejects.toMatchObject({
    code: "webhook.private_address",
  });
});

test("a name that changes its address after the check does not help: each connection asks once and connects to that answer", async () => {
  const answers = ["127.0.0.1", "93.184.216.34"];
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [{ address: answers.shift() ?? "127.0.0.1", family: 4 }];
  };
  await expect(client({ resolve }).call(`http://rebind.example:${port}/`, get)).rejects.toMatchObject({
    code: "webhook.private_address",
  });
  expect({ asked, reached }).toEqual({ asked: 1, reached: [] });
});

test("a name that does not exist is a temporary failure", async () => {
  const resolve = async () => Promise.reject(Object.assign(new Error("not found"), { code: "ENOTFOUND" }));
  await expect(client({ resolve }).call("http://nowhere.example/", get)).rejects.toMatchObject({
    code: "provider.unavailable",
    params: { reason: "ENOTFOUND" },
  });
});

test("credentials in a URL are refused", async () => {
  await expect(client({}).call("http://user:secret@example.com/", get)).rejects.toMatchObject({
    code: "request.invalid",
  });
});
