import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import type { SqlOrTx } from "#db/client.ts";
import { insertUser } from "#db/queries/members.ts";
import { AppError } from "../../errors/app-error.ts";
import type { Language } from "../../i18n/messages.ts";

/** Stores a person who signs in with e-mail and password; returns their id. Throws conflict.exists if the address is taken. */
export async function createUser(
  sql: SqlOrTx,
  { name, email, password, language }: { name: string; email: string; password: string; language: Language },
): Promise<string> {
  const id = randomUUID();
  const passwordHash = await hashPassword(password);
  const user = { id, accountId: randomUUID(), name, email: email.toLowerCase(), passwordHash, language };
  if (!(await insertUser(sql, user)))
    throw new AppError("conflict.exists", {}, { faults: [{ path: "email", code: "exists", message: "exists" }] });
  return id;
}
