import { escapeHtml } from "./email-body.server.ts";

type Layout = { language: string; subject: string; preheader: string; sender: string; footer: string; content: string };

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The calm frame around every e-mail: one column that shrinks to the screen, the sender's name above, one line below. */
export function layoutEmail({ language, subject, preheader, sender, footer, content }: Layout): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f6f7;font-family:${font}">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeHtml(preheader)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f6f7"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:12px">
<tr><td style="padding:24px 32px 0;font-size:14px;line-height:20px;font-weight:600;color:#45525f">${escapeHtml(sender)}</td></tr>
<tr><td style="padding:20px 32px 16px">
${content}
</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px"><tr><td style="padding:16px 32px;font-size:12px;line-height:18px;color:#5c6975">${escapeHtml(footer)}</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}
