import { z } from "zod";

const flag = z.enum(["0", "1"]).transform((value) => value === "1");

/** Everything Lotse reads from its surroundings; parsed once, so that a wrong value is one clear sentence at the start. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  LOTSE_DATA: z.string().min(1).default(".lotse"),
  LOTSE_DEMO: flag.default(true),
  LOTSE_ROLE: z.enum(["web", "worker", "all"]).default("all"),
  LOTSE_SECRET: z.string().min(16).optional(),
  LOTSE_BASE_URL: z.url().optional(),
  LOTSE_LOG: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
  LOTSE_METRICS_TOKEN: z.string().min(8).optional(),
  LOTSE_ALLOW_PRIVATE_HOSTS: z.string().optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.url().optional(),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Parses `source`; throws an Error whose message names each wrong variable. Empty values count as unset. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environmentSchema.safeParse(present);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable. ${faults.join("; ")}`);
}
