import { daily, MESSAGES, NOT_AT_HOME, REMOTE, type Statute, THIRDS, VOICE } from '../statute.ts'

export const BRITAIN: Statute = {
  hours: [
    { rule: 'GB-01', channels: [...REMOTE, 'visit'], open: daily('08:00', '21:00'), whole: true },
    { rule: 'GB-02', open: 'own', whole: true },
  ],
  bans: [
    { rule: 'GB-03', roles: [...THIRDS, 'spouse'] },
    { rule: 'GB-16', channels: ['visit'], places: NOT_AT_HOME },
  ],
  needs: [
    { rule: 'GB-04', channels: [...MESSAGES, 'voicedrop'], evidence: 'identity.verified_or_no_detail' },
    { rule: 'GB-05', channels: ['visit'], evidence: 'visit.notice', atLeastDays: 1 },
  ],
  holds: [
    { rule: 'GB-07', channels: ['visit'], while: 'dispute' },
    { rule: 'GB-08', while: 'dispute' },
  ],
}

export const GREECE: Statute = {
  zone: 'Europe/Athens',
  holidays: ['2026-02-23', '2026-03-25', '2026-04-10', '2026-04-12', '2026-04-13'],
  hours: [
    {
      rule: 'GR-01',
      channels: VOICE,
      open: ({ weekday, holiday }) => (holiday || weekday > 5 ? null : ['09:00', '20:00']),
    },
  ],
  gaps: [
    { rule: 'GR-02', channels: VOICE, after: 'due', days: 10, dayOneIsNext: true, per: ['account'] },
    {
      rule: 'GR-03',
      channels: VOICE,
      after: 'attempt',
      afterChannels: VOICE,
      days: 2,
      per: ['collector', 'person'],
    },
  ],
  needs: [{ rule: 'GR-04', channels: VOICE, places: ['work'], evidence: 'point.sole_declared' }],
}

/** The convention of agencies and consumers. */
export const ITALY: Statute = {
  zone: 'Europe/Rome',
  holidays: ['2026-04-05', '2026-04-06'],
  hours: [
    {
      rule: 'IT-01',
      channels: [...VOICE, 'visit'],
      open: ({ weekday, holiday }) => {
        if (holiday || weekday === 7) return null
        return weekday === 6 ? ['08:30', '15:00'] : ['08:30', '21:00']
      },
      whole: true,
    },
  ],
  caps: [
    { rule: 'IT-02', channels: ['call'], max: 1, span: 'day', per: ['collector', 'person'], level: 3 },
    { rule: 'IT-03', channels: ['call'], max: 3, span: 'week', per: ['collector', 'person'], level: 3 },
  ],
}

const WRITTEN = ['sms', 'im', 'email', 'push']

export const RUSSIA: Statute = {
  holidays: ['2026-02-23', '2026-03-08', '2026-03-09'],
  hours: [
    {
      rule: 'RU-01',
      channels: [...REMOTE, 'visit'],
      open: ({ weekday, holiday }) => (holiday || weekday > 5 ? ['09:00', '20:00'] : ['08:00', '22:00']),
      whole: true,
    },
  ],
  caps: [
    { rule: 'RU-2W', channels: ['visit'], max: 1, span: 'week', per: ['creditor', 'person'], level: 2 },
    { rule: 'RU-3D', channels: VOICE, max: 1, span: 'day', per: ['creditor', 'person'], level: 2 },
    { rule: 'RU-3W', channels: VOICE, max: 2, span: 'week', per: ['creditor', 'person'], level: 2 },
    { rule: 'RU-3M', channels: VOICE, max: 8, span: 'month', per: ['creditor', 'person'], level: 2 },
    { rule: 'RU-4D', channels: WRITTEN, max: 2, span: 'day', per: ['creditor', 'person'], level: 0 },
    { rule: 'RU-4W', channels: WRITTEN, max: 4, span: 'week', per: ['creditor', 'person'], level: 0 },
    { rule: 'RU-4M', channels: WRITTEN, max: 16, span: 'month', per: ['creditor', 'person'], level: 0 },
  ],
}

/** A sold loan that does not perform. */
export const UNION: Statute = { needs: [{ rule: 'EU-01', evidence: 'notice.transfer' }] }
