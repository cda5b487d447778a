import { expect, test } from "vitest";
import { assertPublicUrl, isPrivateAddress, readAllowedHosts } from "./address.server.ts";

test.each([
  "127.0.0.1",
  "127.8.8.8",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "100.100.100.200",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "[::1]",
  "fe80::1",
  "fc00::1",
  "fd00:ec2::254",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001::1",
  "100::1",
  "::127.0.0.1",
  "not an address",
  "",
])("%s is private", (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

test.each([
  "93.184.216.34",
  "8.8.8.8",
  "172.32.0.1",
  "::ffff:8.8.8.8",
  "2606:4700:4700::1111",
  "[2a00:1450:4001:80b::200e]",
])("%s is public", (address) => {
  expect(isPrivateAddress(address)).toBe(false);
});

test.each([
  "http://127.0.0.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://127.1/",
  "http://0/",
  "http://[::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://localhost/",
  "http://LOCALHOST./",
  "http://a.localhost/",
  "http://printer.local/",
  "http://metadata.google.internal/",
  "http://169.254.169.254/latest/meta-data",
  "http://public.example@127.0.0.1/",
  "http://127.0.0.1:80@10.0.0.1/",
  "http://１２７.０.０.１/",
  "http://①②⑦.0.0.1/",
  "https://router/",
  "http://127.0.0.1.:8080/",
])("a webhook may not be published to %s", (url) => {
  expect(() => assertPublicUrl(url)).toThrow(expect.objectContaining({ code: "webhook.private_address" }));
});

test.each(["ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)", "//example.com", "", "http://"])(
  "%s is no URL for a webhook",
  (url) => {
    expect(() => assertPublicUrl(url)).toThrow(expect.objectContaining({ code: "request.invalid" }));
  },
);

test("a public URL passes, and so does a private one that the installation allows by host and port", () => {
  const allowed = readAllowedHosts(" 127.0.0.1:4000 , LOCALHOST:80");
  expect(assertPublicUrl("https://example.com/hook").hostname).toBe("example.com");
  expect(assertPublicUrl("http://127.0.0.1:4000/hook", allowed).port).toBe("4000");
  expect(assertPublicUrl("http://localhost/hook", allowed).hostname).toBe("localhost");
  expect(() => assertPublicUrl("http://127.0.0.1:4001/hook", allowed)).toThrow();
});
