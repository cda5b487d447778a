import { AppError } from "../errors/app-error.ts";

/** Every address that nothing else answers. */
export function loader(): never {
  throw new AppError("request.not_found");
}

export const action = loader;

export default function NotFound() {
  return null;
}
