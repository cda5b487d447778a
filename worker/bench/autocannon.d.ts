declare module "autocannon" {
  type Options = {
    url: string;
    method: "POST";
    connections: number;
    duration: number;
    headers: Record<string, string>;
    body: string;
  };
  type Result = {
    requests: { total: number };
    latency: { p50: number; p99: number };
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    "2xx": number;
  };
  const autocannon: (options: Options) => Promise<Result>;
  export = autocannon;
}
