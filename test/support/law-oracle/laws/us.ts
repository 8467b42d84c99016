import { daily, MESSAGES, REMOTE, type Statute, THIRDS, VOICE } from '../statute.ts'

const AGENCY = ['collector', 'person', 'account'] as const

/** Regulation F, of agencies and debt buyers. */
export const FEDERAL: Statute = {
  hours: [
    { rule: 'US-F-01', channels: [...REMOTE, 'visit'], open: daily('08:00', '21:00') },
    { rule: 'US-F-02', open: 'own', whole: true },
  ],
  caps: [
    {
      rule: 'US-F-10',
      channels: VOICE,
      max: 7,
      span: { days: 7 },
      per: AGENCY,
      level: 1,
      notMisdirected: true,
    },
  ],
  gaps: [{ rule: 'US-F-11', channels: VOICE, after: 'talk', afterChannels: ['call'], days: 7, per: AGENCY }],
  bans: [{ rule: 'US-F-07', roles: THIRDS }],
  needs: [
    { rule: 'US-F-14', channels: ['sms'], evidence: 'point.not_reassigned', upToDays: 60 },
    { rule: 'US-F-15', channels: ['email'], evidence: 'consent.email' },
    { rule: 'US-F-19', evidence: 'validation.sent_or_due_within_5d' },
  ],
  holds: [
    { rule: 'US-F-12', while: 'optout' },
    { rule: 'US-F-20', while: 'dispute', withinDaysOfNotice: 30 },
  ],
}

export const MASSACHUSETTS: Statute = {
  hours: [{ rule: 'MA-03', channels: [...VOICE, 'sms', 'visit'], open: daily('08:00', '21:00') }],
  caps: [
    {
      rule: 'MA-01',
      channels: [...VOICE, 'sms'],
      places: ['home', 'other'],
      max: 2,
      span: { days: 7 },
      per: AGENCY,
      level: 1,
    },
    {
      rule: 'MA-02',
      channels: [...VOICE, 'sms'],
      places: ['work', 'public', 'sensitive', 'unlisted'],
      max: 2,
      span: { days: 30 },
      per: AGENCY,
      level: 1,
    },
    {
      rule: 'MA-06',
      channels: ['visit'],
      places: ['home'],
      max: 1,
      span: { days: 30 },
      per: AGENCY,
      level: 0,
    },
  ],
}

export const COLUMBIA: Statute = {
  zone: 'America/New_York',
  hours: [{ rule: 'DC-01', channels: [...VOICE, 'sms'], open: daily('08:00', '21:00') }],
  caps: [
    {
      rule: 'DC-02',
      channels: VOICE,
      max: 4,
      span: { days: 7 },
      per: AGENCY,
      level: 1,
      notMisdirected: true,
    },
    {
      rule: 'DC-04',
      channels: MESSAGES,
      max: 5,
      span: { days: 7 },
      per: AGENCY,
      level: 0,
      notMisdirected: true,
    },
  ],
  gaps: [
    {
      rule: 'DC-03',
      channels: VOICE,
      after: 'talk',
      afterChannels: ['call'],
      days: 7,
      dayOneIsNext: true,
      per: ['collector', 'person'],
    },
  ],
  bans: [{ rule: 'DC-08', channels: ['visit'] }],
  needs: [
    { rule: 'DC-05', channels: MESSAGES, evidence: 'notice.dc_written' },
    { rule: 'DC-05', channels: MESSAGES, evidence: 'consent.electronic' },
    { rule: 'DC-10', evidence: 'docs.dc_complete' },
  ],
}

export const NEW_YORK_CITY: Statute = {
  from: '2026-09-01',
  caps: [
    { rule: 'NY-C-01', channels: [...REMOTE, 'visit'], max: 3, span: { days: 7 }, per: AGENCY, level: 0 },
  ],
  needs: [{ rule: 'NY-C-02', channels: ['sms', 'im', 'email', 'social'], evidence: 'consent.electronic' }],
}

export const FLORIDA: Statute = {
  hours: [
    {
      rule: 'FL-01',
      channels: [...VOICE, 'sms', 'im', 'push', 'social', 'visit'],
      open: daily('08:00', '21:00'),
    },
  ],
}

export const WASHINGTON: Statute = {
  hours: [
    {
      rule: 'WA-03',
      channels: [...REMOTE, 'visit'],
      places: ['home', 'other'],
      open: daily('07:30', '21:00'),
    },
  ],
  caps: [
    {
      rule: 'WA-01',
      roles: ['debtor', 'spouse'],
      max: 3,
      span: { days: 7 },
      per: ['collector', 'household'],
      level: 2,
    },
    { rule: 'WA-02', places: ['work'], max: 1, span: { days: 7 }, per: ['collector', 'person'], level: 2 },
  ],
}

export const WEST_VIRGINIA: Statute = {
  caps: [
    {
      rule: 'WV-01',
      channels: VOICE,
      max: 30,
      span: { days: 7 },
      per: ['collector', 'person'],
      level: 0,
    },
    {
      rule: 'WV-02',
      channels: ['call'],
      max: 10,
      span: { days: 7 },
      per: ['collector', 'person'],
      level: 3,
    },
  ],
}

/** Instalment loans. */
export const HAWAII: Statute = { bans: [{ rule: 'HI-01', channels: ['visit'] }] }
