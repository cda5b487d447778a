import ipaddr from "ipaddr.js";
import { AppError } from "../../errors/app-error.ts";

/** Names that resolvers answer with addresses of the machine or the network itself. */
const privateSuffixes = [".localhost", ".local", ".internal", ".home.arpa", ".lan"];

/**
 * Whether an IP address lies outside the public internet: loopback, private, link-local (also the metadata services of clouds),
 * carrier NAT, multicast, reserved, and every IPv6 form that carries an IPv4 address. What is not an IP address counts as private.
 */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "");
  if (!ipaddr.isValid(bare)) return true;
  const parsed = ipaddr.parse(bare);
  const plain = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
  return plain.range() !== "unicast";
}

/**
 * Parses a URL that Lotse may call and refuses what is private by its spelling alone, before anything is resolved. Hosts listed in
 * `allowedHosts` (host:port) pass. Throws `webhook.private_address` or `request.invalid`.
 */
export function assertPublicUrl(text: string, allowedHosts: ReadonlySet<string> = new Set()): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new AppError(
      "request.invalid",
      {},
      { faults: [{ path: "url", code: "invalid_url", message: "must be an http or https URL" }] },
    );
  }
  if (!allowedHosts.has(hostAndPort(url)) && isPrivateHost(url.hostname)) {
    throw new AppError("webhook.private_address", { host: url.hostname });
  }
  return url;
}

/** The form in which LOTSE_ALLOW_PRIVATE_HOSTS names a host. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`.toLowerCase();
}

/** Reads LOTSE_ALLOW_PRIVATE_HOSTS: `127.0.0.1:4000, localhost:5000`. */
export function readAllowedHosts(list: string | undefined): ReadonlySet<string> {
  const hosts = (list ?? "").split(",").map((host) => host.trim().toLowerCase());
  return new Set(hosts.filter((host) => host !== ""));
}

// `new URL` has already turned 2130706433, 0177.0.0.1, 0x7f.1 and full-width digits into 127.0.0.1.
function isPrivateHost(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (name.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(name)) return isPrivateAddress(name);
  return (
    name === "" ||
    name === "localhost" ||
    !name.includes(".") ||
    privateSuffixes.some((suffix) => name.endsWith(suffix))
  );
}
