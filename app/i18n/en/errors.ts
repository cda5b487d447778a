/** One sentence per code of the error catalogue: what happened and what to do. Also the text of the API's problem answers. */
export const errors = {
  auth: {
    required: "Sign in or send a key to do this.",
    invalid_key: "This key is unknown or has been revoked. Create one under Settings, API keys.",
    forbidden: "This needs the role {{role}} or higher.",
    csrf: "This form was not sent from this page. Reload the page and try again.",
  },
  request: {
    not_found: "There is nothing at this address.",
    method_not_allowed: "{{method}} is not available here. Available: {{allowed}}.",
    invalid_json: "The body is not valid JSON.",
    invalid: "Some of the values are not right.",
    too_large: "The body is larger than {{limitKb}} KB.",
    unsupported_media: "Send the body as application/json.",
    unsupported_encoding: "The body is sent as {{encoding}}. Send it plain or as gzip.",
    invalid_encoding: "The body is not valid gzip.",
    timeout: "The body took too long to arrive. Send it again.",
    rate_limited: "Too many requests. Try again in {{seconds}} seconds.",
  },
  conflict: {
    changed: "Somebody changed this in the meantime. Reload and check again.",
    exists: "This exists already.",
  },
  journey: {
    invalid: "This journey cannot run yet. Steps to fix: {{problems}}.",
    state: "This cannot be done while the journey is {{state}}.",
    unchanged: "The draft is the same as the live version, so there is nothing to publish.",
    no_entry: "The live version has no step that lets people in by hand or over the API.",
  },
  customer: { not_found: "There is no such person in this workspace." },
  member: { last_owner: "A workspace needs an owner. Make somebody else owner first." },
  invitation: { invalid: "This invitation has expired or was used already. Ask for a new one." },
  provider: {
    unavailable: "The provider cannot be reached right now. Lotse tries again by itself.",
    rejected: "The provider refused the request: {{reason}}",
  },
  webhook: { private_address: "Webhooks cannot call private addresses: {{host}}." },
  template: { invalid: "The text has a faulty placeholder: {{reason}}" },
  channel: {
    key_refused: "The provider refused this channel's key. Enter a valid key, then switch the channel on again.",
    key_conflict:
      "The provider saw one sending key with two contents. The channel is paused; check the outbox before switching it on.",
    in_use: "This is the default channel. Make another channel the default first.",
  },
  outbox: { already_sent: "This message is no longer planned, so it cannot be cancelled." },
  database: { unavailable: "The database cannot be reached right now. Try again in a moment." },
  ingest: { busy: "Too much is coming in at once. Send it again in a moment." },
  bug: { unexpected: "Something went wrong on our side. The number of this error is {{errorId}}." },
};
