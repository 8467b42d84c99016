import { daily, MESSAGES, REMOTE, type Statute, THIRDS, VOICE } from '../statute.ts'

export const SAO_PAULO: Statute = {
  // The last is a day of Espírito Santo: the calendar closes four states together (docs/decisions/0007-calendars.md).
  holidays: ['2026-02-16', '2026-02-17', '2026-04-03', '2026-04-13'],
  hours: [
    {
      rule: 'BR-SP-01',
      channels: REMOTE,
      open: ({ weekday, holiday }) => {
        if (holiday || weekday === 7) return null
        return weekday === 6 ? ['08:00', '14:00'] : ['08:00', '20:00']
      },
    },
  ],
}

export const CHILE: Statute = {
  holidays: ['2026-04-03', '2026-04-04'],
  hours: [
    {
      rule: 'CL-04',
      open: ({ weekday, holiday }) => (holiday || weekday === 7 ? null : ['08:00', '20:00']),
      whole: true,
    },
  ],
  caps: [
    {
      rule: 'CL-01',
      channels: [...VOICE, 'visit'],
      max: 1,
      span: 'week',
      per: ['creditor', 'person'],
      level: 2,
    },
    {
      rule: 'CL-02',
      channels: [...MESSAGES, 'letter'],
      max: 2,
      span: 'week',
      per: ['creditor', 'person'],
      level: 0,
    },
  ],
  gaps: [
    {
      rule: 'CL-03',
      channels: [...MESSAGES, 'letter'],
      after: 'attempt',
      afterChannels: [...MESSAGES, 'letter'],
      days: 2,
      per: ['creditor', 'person'],
    },
  ],
}

export const COLOMBIA: Statute = {
  holidays: ['2026-03-23', '2026-04-02', '2026-04-03'],
  hours: [
    {
      rule: 'CO-01',
      open: ({ weekday, holiday }) => {
        if (holiday || weekday === 7) return null
        return weekday === 6 ? ['08:00', '15:00'] : ['07:00', '19:00']
      },
    },
  ],
  caps: [
    { rule: 'CO-02', max: 1, span: 'day', per: ['creditor', 'person'], level: 2 },
    { rule: 'CO-03', max: 1, span: 'week', per: ['creditor', 'person'], level: 2, ofChannels: true },
  ],
  bans: [{ rule: 'CO-05', channels: ['visit'] }],
  needs: [{ rule: 'CO-04', evidence: 'consent.channel' }],
}

export const MEXICO: Statute = {
  hours: [{ rule: 'MX-01', channels: [...REMOTE, 'visit'], open: daily('07:00', '22:00'), whole: true }],
  bans: [{ rule: 'MX-03', roles: [...THIRDS, 'spouse'] }],
}
