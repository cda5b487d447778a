import { startLotse } from "./lotse-process.ts";

/** One empty Lotse for the whole run; the first test makes its owner. */
export default async function setup(): Promise<() => Promise<void>> {
  const lotse = await startLotse();
  process.env["LOTSE_E2E_URL"] = lotse.url;
  return () => lotse.stop();
}
