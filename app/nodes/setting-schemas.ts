import { z } from "zod";
import { isStorableText } from "../engine/text.ts";

/** Text that Postgres can store, up to `maximum` characters. */
export const storableText = (maximum: number) => z.string().max(maximum).refine(isStorableText);

/** Storable text that is more than blanks; `code` says what is missing otherwise. */
export const requiredText = (maximum: number, code = "missing") =>
  storableText(maximum).refine((text) => text.trim() !== "", { params: { code } });

export const eventNameSchema = requiredText(200);

export const reentrySchema = z.enum(["once", "after-exit", "always"]);

/** Id of a variant or path: also the name of its port, so it never changes. */
export const portIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A fixed value that people can type into a form. */
export const literalSchema = z.union([storableText(2_000), z.number(), z.boolean()]);
