import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";

const emailSchema = z.object({
  from: z.string().min(3),
  to: z.union([z.email(), z.array(z.email()).min(1).max(50)]),
  subject: z.string().min(1),
  html: z.string().optional(),
  text: z.string().optional(),
  reply_to: z.union([z.string(), z.array(z.string())]).optional(),
  tags: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});
type Outcome = { status: number; body: object; headers?: Record<string, string> } | "hang" | "drop";
type FakeEmail = z.infer<typeof emailSchema> & { id: string };

/** `lose-answer`: carried out, then the connection breaks. `hang`: carried out never, answered never. */
export type FakeFault = "lose-answer" | "hang" | "error" | "rate-limit" | "refuse-key" | "concurrent";

export type ResendFake = {
  url: string;
  /** Everything that was really accepted, in order. */
  delivered: FakeEmail[];
  /** Key and body hash of every request that came in. */
  requests: { key: string; bodyHash: string; path: string; count: number }[];
  /** The most requests that were under way at one moment. */
  mostAtOnce: number;
  /** Faults that are still to come. */
  faults: FakeFault[];
  /** Addresses that Resend would refuse for reasons of its own; may be replaced. */
  refuse: (address: string) => boolean;
  /** The next requests meet these faults, one each. */
  failNext: (...faults: FakeFault[]) => void;
  close: () => Promise<void>;
};

/** A local server that behaves as Resend does towards our calls: keys kept with their body, strict batches of at most 100. */
export async function startResendFake({ apiKey = "re_fake_key" } = {}): Promise<ResendFake> {
  const state = new FakeState(apiKey);
  const server = createServer((request, response) => {
    state.handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return Object.assign(state, {
    url: `http://127.0.0.1:${portOf(server)}`,
    failNext: (...faults: FakeFault[]) => void state.faults.push(...faults),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}

class FakeState {
  readonly delivered: FakeEmail[] = [];
  readonly requests: ResendFake["requests"] = [];
  readonly faults: FakeFault[] = [];
  refuse: (address: string) => boolean = () => false;
  mostAtOnce = 0;
  #underWay = 0;
  readonly #memory = new Map<string, { bodyHash: string; answer: object }>();
  readonly #apiKey: string;

  constructor(apiKey: string) {
    this.#apiKey = apiKey;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    response.once("close", () => {
      this.#underWay -= 1;
    });
    const body = await readBody(request);
    const path = request.url ?? "";
    const outcome = this.#answer(request, { path, body });
    if (outcome === "hang") return;
    if (outcome === "drop") return void response.destroy();
    const headers = { "content-type": "application/json", ...outcome.headers };
    response.writeHead(outcome.status, headers).end(JSON.stringify(outcome.body));
  }

  #answer(request: IncomingMessage, { path, body }: { path: string; body: string }): Outcome {
    if (request.method !== "POST" || (path !== "/emails" && path !== "/emails/batch")) return failure(404, "not_found");
    const emails: unknown[] = path === "/emails" ? [JSON.parse(body)] : JSON.parse(body);
    const key = String(request.headers["idempotency-key"] ?? "");
    const bodyHash = createHash("sha256").update(body).digest("hex");
    this.requests.push({ key, bodyHash, path, count: emails.length });
    if (request.headers.authorization !== `Bearer ${this.#apiKey}`) return failure(401, "restricted_api_key");
    const fault = this.faults.shift();
    if (fault !== undefined && fault !== "lose-answer") return faultOutcomes[fault];
    const outcome = this.#accept({ path, emails, key, bodyHash });
    return fault === "lose-answer" ? "drop" : outcome;
  }

  #accept({
    path,
    emails,
    key,
    bodyHash,
  }: {
    path: string;
    emails: unknown[];
    key: string;
    bodyHash: string;
  }): Outcome {
    if (key.length > 256) return failure(400, "invalid_idempotency_key");
    const known = this.#memory.get(`${path} ${key}`);
    if (known && known.bodyHash !== bodyHash) return failure(409, "invalid_idempotent_request");
    if (known) return { status: 200, body: known.answer };
    const parsed = z.array(emailSchema).min(1).max(100).safeParse(emails);
    if (!parsed.success || parsed.data.some(({ to }) => this.refuse(String(to))))
      return failure(422, "validation_error");
    const accepted = parsed.data.map((email) => ({ ...email, id: randomUUID() }));
    this.delivered.push(...accepted);
    const ids = accepted.map(({ id }) => ({ id }));
    const answer = path === "/emails" ? { ...ids[0] } : { data: ids };
    if (key !== "") this.#memory.set(`${path} ${key}`, { bodyHash, answer });
    return { status: 200, body: answer };
  }
}

function failure(statusCode: number, name: string, headers: Record<string, string> = {}): Exclude<Outcome, string> {
  return { status: statusCode, headers, body: { statusCode, name, message: `The fake answers ${name}.` } };
}

const faultOutcomes: Readonly<Record<Exclude<FakeFault, "lose-answer">, Outcome>> = {
  hang: "hang",
  error: failure(500, "internal_server_error"),
  "refuse-key": failure(403, "invalid_api_key"),
  concurrent: failure(409, "concurrent_idempotent_requests"),
  "rate-limit": failure(429, "rate_limit_exceeded", { "retry-after": "30", "ratelimit-limit": "2" }),
};

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake has no port.");
  return address.port;
}
