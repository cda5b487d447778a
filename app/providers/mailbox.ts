/** `Name <address>`; names with signs that mean something in a header go in quotes. The settings' schema keeps quotes out. */
export function formatMailbox(name: string, address: string): string {
  if (name === "") return address;
  return /[^\p{L}\p{N}\p{M} &'!+_-]/u.test(name) ? `"${name}" <${address}>` : `${name} <${address}>`;
}
