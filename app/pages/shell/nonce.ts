import { createContext } from "react";

/** The nonce of this answer's Content-Security-Policy; browsers hide it, so it is known on the server only. */
export const NonceContext = createContext<string | undefined>(undefined);
