import { daily, NOT_AT_HOME, REMOTE, type Statute, THIRDS, VOICE } from '../statute.ts'

export const AUSTRALIA: Statute = {
  holidays: ['2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06'],
  hours: [
    {
      rule: 'AU-01',
      channels: REMOTE,
      open: ({ weekday, holiday }) =>
        holiday ? null : weekday > 5 ? ['09:00', '21:00'] : ['07:30', '21:00'],
    },
    {
      rule: 'AU-02',
      channels: ['visit'],
      places: ['home', 'other'],
      open: ({ holiday }) => (holiday ? null : ['09:00', '21:00']),
      whole: true,
    },
    {
      rule: 'AU-03',
      places: ['work'],
      open: ({ weekday, holiday }) => (holiday || weekday > 5 ? null : ['09:00', '17:00']),
      whole: true,
    },
  ],
  caps: [
    {
      rule: 'AU-04',
      channels: [...REMOTE, 'letter'],
      max: 3,
      span: 'week',
      per: ['collector', 'person', 'account'],
      level: 2,
    },
    {
      rule: 'AU-05',
      channels: [...REMOTE, 'letter'],
      max: 10,
      span: 'month',
      per: ['collector', 'person', 'account'],
      level: 2,
    },
    { rule: 'AU-06', channels: ['visit'], max: 1, span: 'month', per: ['collector', 'person'], level: 0 },
  ],
  needs: [{ rule: 'AU-07', channels: ['visit'], evidence: 'debtor.other_channels_failed' }],
}

const CHINA_CLOCK = { zone: 'Asia/Shanghai' }

/** The national standard. */
export const CHINA_STANDARD: Statute = {
  ...CHINA_CLOCK,
  hours: [{ rule: 'CN-G-01', open: daily('08:00', '22:00'), whole: true }],
  caps: [{ rule: 'CN-G-02', channels: VOICE, max: 3, span: 'day', per: ['creditor', 'person'], level: 2 }],
  bans: [{ rule: 'CN-G-04', roles: THIRDS }],
}

/** The bankers' guideline of 2026. */
export const CHINA_BANKS: Statute = {
  ...CHINA_CLOCK,
  hours: [{ rule: 'CN-C-01', open: daily('08:00', '22:00'), whole: true }],
  caps: [
    {
      rule: 'CN-C-02',
      channels: VOICE,
      max: 6,
      span: 'day',
      per: ['creditor', 'number'],
      level: 0,
      onlyUnanswered: true,
    },
  ],
  bans: [{ rule: 'CN-C-03', roles: THIRDS }],
}

/** The order on credit cards of 2011. */
export const CHINA_CARDS: Statute = {
  ...CHINA_CLOCK,
  bans: [{ rule: 'CN-K-02', roles: THIRDS }],
  holds: [{ rule: 'CN-K-04', while: 'dispute' }],
}

export const INDONESIA: Statute = {
  holidays:
    '2026-02-16 2026-02-17 2026-03-18 2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-03-23 2026-03-24 2026-04-03 2026-04-05'.split(
      ' ',
    ),
  hours: [
    {
      rule: 'ID-01',
      open: ({ weekday, holiday }) => (holiday || weekday === 7 ? null : ['08:00', '20:00']),
      whole: true,
    },
  ],
  bans: [{ rule: 'ID-03', roles: [...THIRDS, 'spouse'] }],
}

export const INDIA: Statute = {
  zone: 'Asia/Kolkata',
  hours: [
    { rule: 'IN-01', channels: [...VOICE, 'sms', 'im', 'visit'], open: daily('08:00', '19:00'), whole: true },
  ],
  needs: [
    { rule: 'IN-05', channels: ['call', 'visit'], evidence: 'notice.agency' },
    { rule: 'IN-05', channels: ['call', 'visit'], evidence: 'point.sender_notified' },
  ],
}

export const JAPAN: Statute = {
  zone: 'Asia/Tokyo',
  hours: [{ rule: 'JP-01', channels: [...REMOTE, 'visit'], open: daily('08:00', '21:00'), whole: true }],
  bans: [{ rule: 'JP-02', places: NOT_AT_HOME }],
  holds: [{ rule: 'JP-03', channels: [...REMOTE, 'visit'], while: 'promise' }],
}

export const KOREA: Statute = {
  zone: 'Asia/Seoul',
  hours: [
    { rule: 'KR-03', open: 'own', whole: true },
    { rule: 'KR-07', open: daily('08:00', '21:00'), whole: true },
  ],
  caps: [{ rule: 'KR-01', max: 7, span: { days: 7 }, per: ['person', 'account'], level: 0 }],
}

export const PHILIPPINES: Statute = {
  zone: 'Asia/Manila',
  hours: [{ rule: 'PH-01', dpdUpTo: 15, open: daily('06:00', '22:00') }],
  bans: [{ rule: 'PH-02', roles: [...THIRDS, 'spouse'] }],
}

export const THAILAND: Statute = {
  zone: 'Asia/Bangkok',
  holidays: ['2026-03-03', '2026-04-06', '2026-04-13', '2026-04-14', '2026-04-15'],
  hours: [
    {
      rule: 'TH-01',
      open: ({ weekday, holiday }) => (holiday || weekday > 5 ? ['08:00', '18:00'] : ['08:00', '20:00']),
    },
  ],
  caps: [{ rule: 'TH-02', max: 1, span: 'day', per: ['creditor', 'person'], level: 2 }],
}
