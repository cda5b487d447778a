export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeCookieName = "lotse_theme";

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

/** The person's choice, else the cookie, else the system's. */
export function chooseTheme(user: string | null | undefined, cookie: string | undefined): Theme {
  if (isTheme(user)) return user;
  return isTheme(cookie) ? cookie : "system";
}
