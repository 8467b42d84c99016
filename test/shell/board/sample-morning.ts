import { judgeAlarms } from '../../../src/core/alarm/ringing.ts'
import type { Health } from '../../../src/shell/http/health.ts'
import type { Overview } from '../../../src/shell/board/overview-page.ts'
import type { WaitsInPostgres } from '../../../src/shell/pg/read/morning.ts'

const AT = Date.parse('2026-03-10T09:00:00Z')

export const HEALTH: Health = {
  status: 'failing',
  problems: [{ code: 'worker_silent', message: 'work for sms has waited 300 s and no sms worker does it' }],
  warnings: [{ code: 'stopped_by_hand', message: 'sms is stopped: `arrears resume`' }],
  postgres: true,
  redis: false,
  businessNow: '2026-03-10T09:00:00Z',
  virtualClock: false,
  stuck: 1,
  parked: [{ loop: 'decide', kind: 'person', rows: 1 }],
  brakes: [],
  workers: [{ worker: 'decide', lastWorkAt: '2026-03-10T08:59:00Z', instances: 2 }],
  backlog: [{ worker: 'sms', seconds: 300.4 }],
  alarms: judgeAlarms(
    { worker_silent: [{ place: { worker: 'sms' }, measure: 300.4 }], rows_parked: [] },
    { virtual: false },
  ),
}

export const WAITS_IN_POSTGRES: WaitsInPostgres = {
  reviewsDue: 1,
  reviewsLater: 20,
  planned: 3,
  queued: 2,
  unknown: 0,
  next: AT,
}

export const OVERVIEW: Overview = {
  open: [
    {
      strategy: 'us-card',
      state: 'working',
      stage: 'reminder',
      currency: 'USD',
      cases: 12,
      pastDue: 1_234_550,
    },
    { strategy: 'jp', state: 'held', stage: null, currency: 'JPY', cases: 1, pastDue: 5000 },
  ],
  contacts: [
    { channel: 'sms', state: 'planned', contacts: 4 },
    { channel: 'call', state: 'sent', contacts: 2 },
  ],
  agreed: [
    { what: 'promise', creditor: 'acme', became: 'broken', agreed: 1 },
    { what: 'promise', creditor: 'acme', became: 'kept', agreed: 3 },
    { what: 'plan', creditor: '<b>acme</b>', became: 'open', agreed: 4 },
  ],
  agreedToday: { due: 2, inArrears: 1, asked: 3 },
  waits: [
    { role: 'compliance', kind: 'review', tasks: 5, claimed: 1, overdue: 3, due: AT },
    { role: 'call', kind: 'on offer', tasks: 7, claimed: 2, overdue: 0, due: null },
  ],
  refused: [
    {
      rule: 'US-T-01',
      pack: 'us-fed-tcpa',
      effect: 'block',
      title: 'prior express consent',
      cite: '47 CFR 64.1200',
      refusals: 9,
      cases: 4,
      missing: ['consent.sms'],
      liftsAt: null,
    },
    {
      rule: 'no_valid_point',
      pack: null,
      effect: 'ground',
      title: 'no number',
      cite: null,
      refusals: 1,
      cases: 1,
      missing: [],
      liftsAt: null,
    },
  ],
  parked: [
    {
      loop: 'decide',
      kind: 'person',
      id: '7',
      code: 'spoilt_row',
      attempts: 3,
      since: AT,
      retryAt: AT,
      task: 9,
    },
  ],
  stuck: 1,
  brakes: [
    {
      id: 1,
      channel: 'sms',
      strategy: null,
      creditor: null,
      why: 'wrong <text>',
      stoppedBy: 'ann',
      stoppedAt: AT,
    },
  ],
  figures: [{ creditor: 'acme', asOf: '2026-03-01', staleAfter: 3, isStale: true, held: 8 }],
  letters: [{ provider: 'example-print', letters: 3, since: Date.parse('2026-03-09T18:00:00Z') }],
  printed: [
    { provider: 'example-print', batches: 4, letters: 31, pages: 33, open: 3, posted: 26, returned: 2 },
  ],
  dialled: [
    {
      dialer: 'acme',
      lists: 6,
      calls: 812,
      open: 40,
      dialled: 730,
      notDialled: 39,
      withdrawn: 41,
      lapsed: 3,
      marked: 1,
    },
  ],
  gaps: ['DE'],
  health: HEALTH,
  businessNow: '2026-03-10T09:00:00Z',
  virtualClock: true,
  mayReadHealth: true,
}
