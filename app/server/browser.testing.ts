/** A browser as far as HTTP goes: keeps cookies, sends Origin with forms, does not follow redirects. */
export type TestBrowser = {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  post: (path: string, values: Record<string, string>, headers?: Record<string, string>) => Promise<Response>;
  cookies: Map<string, string>;
};

export function openBrowser(base: string): TestBrowser {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(cookie === "" ? {} : { cookie }), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(base + path, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value.join("="));
    }
    return response;
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, values, headers = { origin: base }) =>
      send(path, { method: "POST", body: new URLSearchParams(values), headers }),
  };
}
