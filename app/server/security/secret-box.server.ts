import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed secret belongs to; a secret copied to another place does not open there. */
export type SecretPlace = { workspaceId: number; purpose: "channel" };

/** Encrypts a secret for the database: AES-256-GCM under a key derived from the installation's secret. */
export function sealSecret(installationSecret: string, place: SecretPlace, plain: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyOf(installationSecret), nonce).setAAD(labelOf(place));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), sealed]);
}

/** Decrypts what `sealSecret` made; throws when it was changed, moved, or sealed under another installation secret. */
export function openSecret(installationSecret: string, place: SecretPlace, sealed: Uint8Array): string {
  if (sealed[0] !== FORMAT) throw new Error("A stored secret has an unknown format.");
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", keyOf(installationSecret), nonce)
    .setAAD(labelOf(place))
    .setAuthTag(tag);
  const plain = Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return plain.toString("utf8");
}

function keyOf(installationSecret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", installationSecret, "lotse", "secret-box/1", 32));
}

function labelOf({ workspaceId, purpose }: SecretPlace): Uint8Array {
  return Buffer.from(`${purpose}:${workspaceId}`);
}
