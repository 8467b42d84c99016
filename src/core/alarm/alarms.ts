import type { AlarmFile, Place } from './alarm-file.ts'

const one = (place: Place, label: string): string => place[label] ?? ''
const seconds = (measure: number): string => `${Math.round(measure)} s`

/** Everything that rings: one entry per alarm. `/health`, the gauges of `/metrics`, docs/alerts.yaml and docs/runbook.md derive from it. */
export const ALARM = {
  postgres_down: {
    metric: 'arrears_postgres_up',
    labels: [],
    measures: '1 where the database answers, 0 where it does not',
    limit: { below: 1 },
    ringsAfter: 10,
    fails: true,
    says: () => 'the database does not answer',
    wayOut:
      'Look at the Postgres server, the network and `DATABASE_URL`. Nothing is lost: every process waits for it.',
  },
  redis_down: {
    metric: 'arrears_redis_up',
    labels: [],
    measures: '1 where Redis answers, 0 where it does not',
    limit: { below: 1 },
    ringsAfter: 10,
    fails: true,
    says: () => 'Redis does not answer; what is due waits in Postgres',
    wayOut:
      'Look at the Redis server, the network and `REDIS_URL`. An empty Redis is filled again by the next sweep.',
  },
  worker_silent: {
    metric: 'arrears_standing_still_seconds',
    labels: ['worker'],
    measures: 'How long work has been due that nobody of its kind does; work that waits for people is none',
    limit: { above: 120 },
    ringsAfter: 120,
    fails: true,
    byRealClock: true,
    says: (place, measure) =>
      `work for ${one(place, 'worker')} has waited ${seconds(measure)} and no ${one(place, 'worker')} worker does it`,
    wayOut:
      'Look at the log of that worker for `job.failed` and `queue.error`, then start it, or start another one beside it: any number may run.',
  },
  worker_away: {
    metric: 'arrears_worker_beat_age_seconds',
    labels: ['worker'],
    measures: 'How long ago a process of each worker without which the engine cannot run gave a sign of life',
    limit: { above: 120 },
    ringsAfter: 120,
    byRealClock: true,
    says: (place, measure) =>
      `no ${one(place, 'worker')} process has given a sign of life for ${seconds(measure)}: others do its work, if at all, more slowly`,
    wayOut: 'Start it: `arrears worker NAME`. If it runs, it cannot reach Postgres: look at its log.',
  },
  tick_late: {
    metric: 'arrears_tick_late_seconds',
    labels: ['tick'],
    measures: 'How long ago each tick of the timetable should have run and did not',
    limit: { above: 180 },
    ringsAfter: 180,
    byRealClock: true,
    says: (place, measure) => `the tick ${one(place, 'tick')} is ${seconds(measure)} late`,
    wayOut:
      'Look whether a ticks worker, and the worker that the tick wakes, run, and whether Redis keeps what it is given (`noeviction`, no flush).',
  },
  work_overdue: {
    metric: 'arrears_backlog_age_seconds',
    labels: ['worker'],
    measures:
      'How long the oldest piece of due work has waited, by the worker that should do it, in business time',
    limit: { above: 3600 },
    ringsAfter: 3600,
    byRealClock: true,
    says: (place, measure) =>
      `the oldest work for ${one(place, 'worker')} has waited ${seconds(measure)}: it was not woken, or there is more than its workers can do`,
    wayOut:
      'If the age falls, add workers of that kind. If one row alone is old, find it with `arrears explain` and look in the log for its id.',
  },
  rows_parked: {
    metric: 'arrears_parked',
    labels: ['loop', 'kind'],
    measures: 'Rows that spoilt their page alone and are put aside, by loop and kind of row: must be 0',
    limit: { above: 0 },
    ringsAfter: 0,
    says: (place, measure) =>
      `${one(place, 'loop')} has put ${measure} ${one(place, 'kind')} row${measure === 1 ? '' : 's'} aside: look at the tasks of kind parked`,
    wayOut:
      'The open tasks of kind `parked` name each row and its error. Mend what is stored and answer the task: the row is tried again at once.',
  },
  stuck_cases: {
    metric: 'arrears_stuck_cases',
    labels: [],
    measures: 'Open cases with neither a review nor an open task, and rows that are put aside: must be 0',
    limit: { above: 0 },
    ringsAfter: 0,
    says: (_, measure) => `${measure} open cases or rows are looked at by nobody`,
    wayOut:
      '`arrears explain CASE` says what a case waits for. A case that is stuck is a defect: report it with its story.',
  },
  retries_grow: {
    metric: 'arrears_contacts_tried_often',
    labels: ['channel'],
    measures: 'Contacts that wait to be sent after five tries or more',
    limit: { above: 0 },
    // The waits before the fifth try are 5, 10, 20, 40 and 80 s at most.
    ringsAfter: 155,
    says: (place, measure) =>
      `${measure} contact${measure === 1 ? '' : 's'} on ${one(place, 'channel')} wait after five tries or more: the provider does not take them`,
    wayOut:
      'Look at `provider_code` in the story of one of them. They are tried until their window ends; if the provider is broken for long, `arrears stop --channel` spares it.',
  },
  provider_shut: {
    metric: 'arrears_provider_shut_seconds',
    labels: ['channel', 'provider', 'why'],
    measures:
      'For how long each provider has been left alone, again and again, since it refuses our credentials or answers nothing',
    // A single pause is five minutes at most, and counts for no longer.
    limit: { above: 600 },
    ringsAfter: 600,
    byRealClock: true,
    says: (place, measure) =>
      `the provider ${one(place, 'provider')} of ${one(place, 'channel')} has been left alone for ${seconds(measure)} (${one(place, 'why')}): its messages wait, or others carry them`,
    wayOut:
      'Where `why` is `refuses`, give its worker credentials that it takes and try them with `arrears provider test`; where it is `silent`, look at the network and ask the provider. It is asked again by itself. Messages that it may have taken are looked up, or a human is asked; they are sent by nobody else.',
  },
  feed_stale: {
    metric: 'arrears_feed_stale_days',
    labels: ['creditor'],
    measures: 'For how many days the figures of a creditor have been older than is stated',
    limit: { above: 0 },
    ringsAfter: 0,
    says: (place, measure) =>
      `nobody is contacted on the figures of ${one(place, 'creditor')}, which have been stale for ${measure} day${measure === 1 ? '' : 's'}`,
    wayOut:
      'Ask the creditor for the missing file and import it; or, if files come less often now, state it in `schedules/creditors.yaml`.',
  },
  calendar_ends: {
    metric: 'arrears_calendar_days_left',
    labels: ['calendar'],
    measures: 'How many days are left in the years that a calendar knows, of calendars that open cases need',
    limit: { below: 60 },
    ringsAfter: 300,
    slow: true,
    says: (place, measure) =>
      `the calendar ${one(place, 'calendar')} knows ${measure} more day${measure === 1 ? '' : 's'}: after that every day is judged under every reading`,
    wayOut: 'Add the next year to `schedules/calendars/` from an official source, check and publish.',
  },
  clock_skew: {
    metric: 'arrears_clock_skew_seconds',
    labels: [],
    measures: 'How far the clocks of the database and of the machine of the API differ',
    limit: { above: 2 },
    ringsAfter: 0,
    says: (_, measure) => `this machine and the database differ by ${seconds(measure)}`,
    wayOut: 'Set both clocks by NTP: leases and windows cannot be trusted meanwhile.',
  },
  late_after_check: {
    metric: 'arrears_late_after_check_last_day',
    labels: ['channel'],
    measures:
      'Sends of the last business day that would have started too long after their last check and were put back',
    limit: { above: 100 },
    ringsAfter: 0,
    says: (place, measure) =>
      `${measure} sends on ${one(place, 'channel')} were put back in the last day: their check was too old`,
    wayOut:
      'The workers of the channel have too little CPU, or `CHANNEL_CONCURRENCY` is too high for it: add processes, or lower it.',
  },
  letters_waiting: {
    metric: 'arrears_letters_late_seconds',
    labels: ['provider'],
    measures: 'How long ago each print house should have been handed the oldest letter that waits for it',
    limit: { above: 3600 },
    ringsAfter: 3600,
    byRealClock: true,
    says: (place, measure) =>
      `letters for ${one(place, 'provider')} should have left ${seconds(measure)} ago`,
    wayOut:
      'Look at the log of the letter worker for `hand_over.failed` and `provider_unset`: the directory or the address of the house is not there, or takes nothing. No letter is lost: they leave together once it is.',
  },
  value_missing: {
    metric: 'arrears_value_missing',
    labels: ['worker', 'needed_by', 'value'],
    measures:
      'Values of the environment that are not set where a worker needs them for a provider that a route names, or for a dialer: must be 0',
    limit: { above: 0 },
    ringsAfter: 10,
    says: (place) =>
      `the ${one(place, 'worker')} worker has no ${one(place, 'value')}, which it needs for the ${one(place, 'needed_by')}`,
    wayOut:
      'Set it in the environment of that worker and start it again; `arrears check --verbose` lists who needs which. Until then the provider counts as not reached, or nobody hears it, and the dialer is handed nothing.',
  },
  dialer_takes_nothing: {
    metric: 'arrears_dialer_takes_nothing_seconds',
    labels: ['dialer'],
    measures: 'How long each dialer has taken no list, although it is handed one again and again',
    limit: { above: 900 },
    ringsAfter: 900,
    byRealClock: true,
    says: (place, measure) => `the dialer ${one(place, 'dialer')} has taken no list for ${seconds(measure)}`,
    wayOut:
      'Look at the log of the call worker for `dialer.not_taken` and `dialer.failed`: the folder or the address of the dialer is not there, or takes nothing. Calls of a list that it refused are free again, and agents may make them; those of one that it has not answered wait until their time is over.',
  },
  webhook_away: {
    metric: 'arrears_webhook_away_seconds',
    labels: ['webhook'],
    measures:
      'For how long each subscription has been told nothing although events wait for it, until it is given up',
    limit: { above: 900 },
    ringsAfter: 900,
    says: (place, measure) =>
      `the subscription ${one(place, 'webhook')} has taken nothing for ${seconds(measure)}, and events wait for it`,
    wayOut:
      'Look at `arrears webhooks list`: it says what the receiver answers and when it is tried again. Mend the receiver, or remove the subscription; `arrears webhooks resume NAME` tries at once. No event is lost: once it takes one, the others follow in order.',
  },
  webhook_parked: {
    metric: 'arrears_webhook_parked',
    labels: ['webhook'],
    measures:
      'Events that a subscription was not told and that were given up; 1 where it is told nothing any more',
    limit: { above: 0 },
    ringsAfter: 0,
    says: (place, measure) =>
      `the subscription ${one(place, 'webhook')} has given up ${measure} event${measure === 1 ? '' : 's'}`,
    wayOut:
      'Mend the receiver, then `arrears webhooks resume NAME`: what was given up is told again, in order.',
  },
  invariant_broken: {
    metric: 'arrears_invariant_violations',
    labels: ['invariant'],
    measures: 'Rows that break an invariant: must be 0',
    limit: { above: 0 },
    ringsAfter: 300,
    promise: true,
    slow: true,
    says: (place, measure) => `${measure} row${measure === 1 ? '' : 's'} break ${one(place, 'invariant')}`,
    wayOut:
      '`arrears stop` stops every contact. Then look at the rows that break it and report them: a broken promise is a defect.',
  },
} as const satisfies Record<string, AlarmFile>

export type AlarmName = keyof typeof ALARM
export const ALARMS = Object.keys(ALARM) as AlarmName[]

export function alarmFile(name: AlarmName): AlarmFile {
  return ALARM[name]
}
