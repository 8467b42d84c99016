import type { Problem } from '../base/problem.ts'

/** What its sender does with a fact that is refused under a code, or that is taken with a warning: what a place that knows more says goes before. */
const WAYS_OUT = {
  account_of_other_debtor:
    'an account keeps its debtor: name the one that it was opened with, or another account',
  already_over: 'nothing is to be done where that is history; else look at the year',
  ambiguous_task: 'name one by task: its number, as the list of human tasks has it',
  amount_too_large:
    'look at the decimal point: all amounts of an account together stay within 2^53 of its smallest unit',
  bad_amount: 'write no more digits behind the point than the currency has',
  bad_fact: 'send an object with type, at and the fields of that type',
  bad_id: 'a name of 1 to 200 characters without unseen ones, as text',
  bad_plan: 'write sum, first, every and number (or rate), or rates with on and amount',
  bad_point: 'send the number or address again as it is dialled or written there',
  bad_resolution: 'answer with one of these words',
  bad_value: 'write it as the document at /docs/json says of this type',
  beyond_cap: 'charge less, or state a higher cap in schedules/creditors.yaml and send it again',
  conflicting_fact:
    'what was said first stands: send a correction as the fact of its own that says so, or what is new under a name of its own',
  dated_ahead:
    'nothing is to be done where that is meant; else take it back, and send it under a name of its own',
  dated_long_ago:
    'nothing is to be done where that is meant; else look at the year, and send the right one as what corrects it',
  ends_before: 'look at the year; leave it out where there is no end',
  engine_hold: 'give a hold of your own another name',
  from_the_future: 'look at the year, and at the clock of the sender; only payments may be dated ahead',
  idle_rate: 'leave the rate out, or name the currency of the amount',
  missing_account: 'name the account, or the debtor where the type takes one',
  missing_field: 'write the field',
  mixed_feeds:
    'go on with what this account is told by: pastDue and balance of snapshots, or obligations and payments; another account may take the other',
  no_such_brake: 'name channel, strategy and creditor as brake.set named them',
  not_json: 'write one JSON object a line, whole and without a comma behind it',
  own_request: 'somebody else says so',
  person_erased: 'stop sending what is about this debtor',
  row_too_deep: 'write the fields as the document at /docs/json says of this type',
  row_too_long: 'shorten its texts, or send several facts',
  task_over: 'nothing is to be done: it is kept as history',
  unknown_account: 'send account.opened, or the file of accounts, before it; look at how the name is written',
  unknown_contact:
    'name a contact of this account, as the list of contacts has it; contact.recorded tells of others',
  unknown_creditor:
    'look at how the name is written, and send account.opened, or the file of accounts, before it',
  unknown_debtor: 'send account.opened, or the file of accounts, before it; look at how the name is written',
  unknown_dispute: 'send dispute.opened of that name, or look at how the name is written',
  unknown_field: 'leave it out, or write it as the document at /docs/json says of this type',
  unknown_hold: 'send hold.placed of that name, or look at how the name is written',
  unknown_obligation: 'send obligation.billed of that name, or look at how the name is written',
  unknown_optout: 'send optout.received of the same debtor, point and channel',
  unknown_payment: 'send payment.received of that name, or look at how the name is written',
  unknown_point: 'send point.added before it, or name one that the debtor has',
  unknown_promise: 'send promise.made of that name, or look at how the name is written',
  unknown_rate: 'rate: units of the account’s currency for one of it',
  unknown_reply: 'name the key of a message that a human task asks about',
  unknown_strategy: 'name one that is published',
  unknown_task: 'name one of the list of human tasks, by task, or by kind with step, rule or reply',
} as const satisfies Record<string, string>

/** Why a fact is refused, or what its sender is warned of. */
export type FactCode = keyof typeof WAYS_OUT

export function wayOutOf(code: FactCode): string {
  return WAYS_OUT[code]
}

/** The problem with a way out, where it brings none of its own. */
export function withWayOut(problem: Problem): Problem {
  const known = (WAYS_OUT as Record<string, string>)[problem.code]
  return problem.suggestion === undefined && known !== undefined ? { ...problem, suggestion: known } : problem
}
