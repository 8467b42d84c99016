import { daily, type Statute, VOICE } from './statute.ts'

export const HOURS_OF_THE_HOUSE: Statute = {
  hours: [{ rule: 'XX-06', open: daily('08:00', '21:00'), whole: true }],
}

export const HOUSE: Statute = {
  caps: [
    { rule: 'XX-01', max: 3, span: 'day', per: ['person'], level: 0 },
    { rule: 'XX-02', max: 7, span: { days: 7 }, per: ['person'], level: 0 },
  ],
  gaps: [
    { rule: 'XX-03', channels: VOICE, after: 'attempt', afterChannels: VOICE, hours: 2, per: ['number'] },
  ],
  holds: [{ rule: 'XX-04', while: 'optout' }],
}

/** The hours that the debtor closed are closed all the same where no law says so. */
export const OWN_HOURS: Statute = { hours: [{ rule: 'person_hours', open: 'own', whole: true }] }
