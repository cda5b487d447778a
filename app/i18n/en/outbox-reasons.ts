/** Why a message was not accepted, by `message.reason`; shown below `outbox.reasons`. */
export const outboxReasons = {
  customer_gone: "This person no longer exists.",
  no_email: "This person has no email address.",
  opted_out: "This person has opted out of emails.",
  merged: "This person turned out to be somebody already on this journey; that run goes on instead.",
  journey_archived: "The journey was archived before this went out.",
  cancelled_by_person: "Somebody cancelled this before it went out.",
  recipient_invalid: "The email address is not valid.",
  settings_invalid: "The settings of this step cannot be read.",
  template_invalid: "A placeholder in this step does not work: {{detail}}",
  channel_missing: "There is no channel to send with.",
  refused: "The provider refused this message: {{detail}}",
  webhook_refused: "The address answered with an error: {{detail}}",
  webhook_no_answer: "The address gave no usable answer, however often we tried: {{detail}}",
  webhook_private_address: "The address leads into a private network, which is not allowed.",
  webhook_redirect: "The address redirects to another one, which webhooks do not follow.",
  no_answer: "The provider did not answer for 23 hours. It may have been sent; a person has to decide.",
  key_conflict:
    "The provider knows this sending key with other content. It may have been sent; a person has to decide.",
};
