import { Compass } from "lucide-react";
import type { ReactNode } from "react";

type AuthPageProps = { title: string; lead?: string | undefined; children: ReactNode };

/** A narrow panel in the middle: the pages before the product. */
export function AuthPage({ title, lead, children }: AuthPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-[400px]">
        <span className="mb-5 grid size-10 place-items-center rounded-[11px] bg-primary text-on-primary">
          <Compass size={24} strokeWidth={1.75} aria-hidden />
        </span>
        <h1 className="text-page font-semibold">{title}</h1>
        {lead !== undefined && <p className="mt-0.5 text-text-2">{lead}</p>}
        <div className="mt-5 rounded-panel bg-surface p-5 shadow-1">{children}</div>
      </div>
    </main>
  );
}
