import { auth } from "./de/auth.ts";
import { canvas } from "./de/canvas.ts";
import { common } from "./de/common.ts";
import { customers } from "./de/customers.ts";
import { errors } from "./de/errors.ts";
import { home } from "./de/home.ts";
import { journeys } from "./de/journeys.ts";
import { nodes } from "./de/nodes.ts";
import { outbox } from "./de/outbox.ts";
import { problems } from "./de/problems.ts";
import { settings } from "./de/settings.ts";
import { shell } from "./de/shell.ts";

/** All messages in German; one file per area of the product. */
export const de = { common, errors, shell, auth, settings, home, journeys, canvas, nodes, problems, customers, outbox };
