/** Every refusal that the HTTP faces can give: status, and what the caller should do. The codes are stable; docs/errors.md lists them. */
export const REFUSALS = {
  bad_request: { status: 400, remedy: 'Mend what `problems` names; the shapes are at /docs.' },
  malformed_json: { status: 400, remedy: 'Send one well-formed JSON document, or one per line as NDJSON.' },
  unauthenticated: {
    status: 401,
    remedy: 'Send `Authorization: Bearer <key>`; make one with `arrears keys create`. On the board: log in.',
  },
  bad_signature: {
    status: 401,
    remedy: 'Sign `<webhook-id>.<webhook-timestamp>.<raw body>` with the shared secret.',
  },
  stale_signature: {
    status: 401,
    remedy: 'Sign again with the present time; more than five minutes off is refused.',
  },
  forbidden: { status: 403, remedy: 'Use a key or a login that has one of the roles named in `roles`.' },
  refused: {
    status: 403,
    remedy: 'The contact is not lawful now; `reasons` names every rule that forbids it.',
  },
  cross_site: { status: 403, remedy: 'Write from the page itself: the request came from another site.' },
  not_found: { status: 404, remedy: 'Look at the path; the routes are listed at /docs.' },
  unknown_case: { status: 404, remedy: 'Name a case by its id or as <account>/<number>.' },
  unknown_approval: { status: 404, remedy: 'List what waits with GET /v1/approvals.' },
  own_request: { status: 409, remedy: 'Another key decides, of another name than asked.' },
  already_decided: { status: 409, remedy: 'Nothing is left to decide; ask again for another answer.' },
  unknown_task: { status: 404, remedy: 'List the open tasks again: this one does not exist.' },
  unknown_webhook: { status: 404, remedy: 'List the subscriptions: `arrears webhooks list`.' },
  webhook_exists: { status: 409, remedy: 'Take another name, or remove that subscription first.' },
  not_claimed: { status: 409, remedy: 'Claim the task first.' },
  not_started: { status: 409, remedy: 'Start the task first: dial, or arrive.' },
  not_yours: { status: 409, remedy: 'Somebody else has claimed the task; take another.' },
  expired: { status: 409, remedy: 'The time to act has passed; claim the next task.' },
  evidence_missing: {
    status: 409,
    remedy:
      'Record what the message names as `evidence.recorded` of the agent (and of the account, where it is shown to one debtor), then claim again.',
  },
  put_aside: {
    status: 409,
    remedy: 'Take the next task: what this one needs cannot be read, and a human is asked to mend it.',
  },
  superseded: {
    status: 409,
    remedy: 'Something happened meanwhile (a payment, a hold, a dispute): do not contact.',
  },
  bad_resolution: { status: 422, remedy: 'Resolve it with one of the words that the message names.' },
  already_resolved: { status: 409, remedy: 'Nothing is left to do.' },
  already_matched: { status: 409, remedy: 'Say the same debtor again.' },
  conflicting_fact: {
    status: 409,
    remedy: 'The same key was taken before with another body; use a new key.',
  },
  read_only: { status: 405, remedy: 'Log in as an operator; beyond retrying, use the `arrears` commands.' },
  body_too_large: { status: 413, remedy: 'Send at most the stated number of bytes at a time.' },
  unsupported_media_type: { status: 415, remedy: 'Send application/json or application/x-ndjson.' },
  wrong_disposition: { status: 422, remedy: 'Give a disposition of this kind of task; see /docs.' },
  not_recorded: { status: 422, remedy: 'Mend what the message names and send the outcome again.' },
  facts_rejected: { status: 422, remedy: 'Every fact was rejected; mend what `rejected` names.' },
  too_many_attempts: { status: 429, remedy: 'Too many wrong logins from this address; wait a minute.' },
  too_broad: {
    status: 422,
    remedy: 'It takes too long to look through so much: name an account, a debtor, a creditor or a time too.',
  },
  internal: { status: 500, remedy: 'Tell the operator the `request` id; the log has the rest.' },
  unavailable: {
    status: 503,
    remedy: 'The database cannot be reached; nothing was stored. Send the same again later.',
  },
} as const satisfies Record<string, { status: number; remedy: string }>

export type RefusalCode = keyof typeof REFUSALS

/** A route throws it to refuse; the answer is `{code, message, wayOut, ...detail}`. */
export class Refusal extends Error {
  readonly status: number

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly detail: Record<string, unknown> = {},
  ) {
    super(message)
    this.status = REFUSALS[code].status
  }

  get body(): Record<string, unknown> {
    return { code: this.code, message: this.message, wayOut: REFUSALS[this.code].remedy, ...this.detail }
  }
}
