import { auth } from "./en/auth.ts";
import { canvas } from "./en/canvas.ts";
import { common } from "./en/common.ts";
import { customers } from "./en/customers.ts";
import { errors } from "./en/errors.ts";
import { home } from "./en/home.ts";
import { journeys } from "./en/journeys.ts";
import { nodes } from "./en/nodes.ts";
import { outbox } from "./en/outbox.ts";
import { problems } from "./en/problems.ts";
import { settings } from "./en/settings.ts";
import { shell } from "./en/shell.ts";

/** All messages in English, the source of the keys; one file per area of the product. */
export const en = { common, errors, shell, auth, settings, home, journeys, canvas, nodes, problems, customers, outbox };
