import { defineCommand } from 'citty'
import {
  type Actor,
  ACTORS,
  type Automation,
  AUTOMATIONS,
  PLACES,
  PURPOSES,
  ROLES,
} from '../../core/base/list.ts'
import { CHANNELS, kindOf, USUAL_CHANNEL } from '../../core/channel/channel.ts'
import type { Reason } from '../../core/model/verdict.ts'
import { type Product, PRODUCTS } from '../../core/model/product.ts'
import { showsColour } from '../../shell/env/colour.ts'
import { reportText } from '../../shell/law/report-text.ts'
import { stripText } from '../../shell/law/strip-text.ts'
import { wholeNumber } from '../number.ts'
import { type ExplainedContact, type Known, KNOWN, ofPerson, ofSomebody } from './ask.ts'
import { schedulesArgument } from './schedules.ts'
import { bad, oneOf, several } from './words.ts'
import { printJson } from '../print-json.ts'

export const explainLawCommand = defineCommand({
  meta: {
    name: 'explain',
    description: `What may be sent when, and which rule forbids the rest: the verdict at one instant, and a strip of the days after it.
With --person from the database: the published law, the person's own history, holds and consents.
With --residence from the files: somebody of whom nothing is known.

Examples:
  arrears compliance explain --person D1 --channel sms
  arrears compliance explain --person D1 --account A1 --channel visit --at 2026-05-05T14:00 --days 14
  arrears compliance explain --person D1 --channel call --at 2026-03-02T10:00 --known now
  arrears compliance explain --residence US-MA --actor third_party --product credit_card --channel call
  arrears compliance explain --residence US-DC --zone America/New_York --channel sms --evidence consent.sms --at 2026-08-31`,
  },
  args: {
    person: { type: 'string', description: 'as the ledger calls the debtor', valueHint: 'ID' },
    account: {
      type: 'string',
      description: 'one of the person’s; default: the worst that has an open case',
      valueHint: 'ID',
    },
    residence: {
      type: 'string',
      description: 'without --person: where somebody lives, such as US-MA; several joined by commas',
    },
    zone: { type: 'string', description: 'without --person: time zones; default: all of the countries' },
    actor: { type: 'string', description: `without --person: ${ACTORS.join(', ')}; default: any` },
    product: { type: 'string', description: 'without --person: such as credit_card; default: any' },
    dpd: { type: 'string', description: 'without --person: days past due' },
    evidence: { type: 'string', description: 'as if these were shown or on file: consent.sms,visit.notice' },
    channel: { type: 'string', required: true, description: CHANNELS.join(', ') },
    role: { type: 'string', default: 'debtor', description: ROLES.join(', ') },
    place: {
      type: 'string',
      description: `${PLACES.join(', ')}; default: that of the number or address, else home`,
    },
    purpose: { type: 'string', default: 'collect', description: PURPOSES.join(', ') },
    automation: {
      type: 'string',
      description: `who speaks: ${AUTOMATIONS.join(', ')}; default: as the texts of the case say, else human`,
    },
    minutes: { type: 'string', description: 'how long it takes; default: 30 for a visit, else 0' },
    at: {
      type: 'string',
      description: 'an instant, or day and time where the debtor is; default: now',
      valueHint: 'WHEN',
    },
    known: {
      type: 'string',
      description:
        'with --person, of an instant that is past: then = by what had been recorded by it (default); now = by all that is known',
    },
    days: { type: 'string', default: '7', description: 'of the strip, 1 to 60' },
    schedules: schedulesArgument,
    json: {
      type: 'boolean',
      default: false,
      description: 'the same as JSON; nothing personal beyond the ids',
    },
  },
  async run({ args }) {
    const channel = oneOf('--channel', CHANNELS, args.channel) ?? USUAL_CHANNEL
    const asked = {
      channel,
      role: oneOf('--role', ROLES, args.role) ?? 'debtor',
      place: oneOf('--place', PLACES, args.place),
      purpose: oneOf('--purpose', PURPOSES, args.purpose) ?? 'collect',
      automation: oneOf<Automation>('--automation', AUTOMATIONS, args.automation),
      minutes: wholeNumber('--minutes', args.minutes ?? String(kindOf(channel).usualMinutes ?? 0), [0, 1440]),
      evidence: several(args.evidence),
      at: args.at,
      known: oneOf<Known>('--known', KNOWN, args.known),
      days: wholeNumber('--days', args.days, [1, 60]),
    }
    const supposed = {
      residence: args.residence,
      zone: args.zone,
      actor: oneOf<Actor>('--actor', ACTORS, args.actor),
      product: oneOf<Product>('--product', PRODUCTS, args.product),
      dpd: args.dpd === undefined ? null : wholeNumber('--dpd', args.dpd, [0, 36_500]),
      schedules: args.schedules,
    }
    const { person, account } = args
    if (person === undefined && args.residence === undefined)
      throw bad('--person', 'nobody is named', '--person ID, or --residence US-MA for somebody supposed')
    if (person === undefined && asked.known !== null)
      throw bad('--known', 'of somebody supposed nothing is recorded', '--person ID')
    const explained =
      person === undefined
        ? ofSomebody(asked, supposed)
        : await ofPerson(asked, { person, account: account ?? null })
    if (args.json) printJson(explained.report)
    else console.log(textOf(explained, process.stdout))
  },
})

function textOf({ report, stretches, windows }: ExplainedContact, out: NodeJS.WriteStream): string {
  const strip = stripText(stretches, {
    zone: report.zones[0] ?? 'UTC',
    width: out.isTTY ? out.columns : 120,
    colour: showsColour(out),
    isWindow: ({ rule, pack }: Reason) => pack === null || windows.has(rule),
  })
  return reportText(report, strip)
}
