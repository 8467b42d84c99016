import { defineCommand } from 'citty'
import { type Actor, ACTORS } from '../../core/base/list.ts'
import { ProblemError } from '../../core/base/problem.ts'
import { type Day, dayOf, isDay } from '../../core/base/time.ts'
import { binds } from '../../core/compliance/pack/bind.ts'
import type { Calendar } from '../../core/compliance/time/calendar.ts'
import { forceOn, packOverview } from '../../core/compliance/told/overview.ts'
import type { Pack } from '../../core/compliance/pack/pack.ts'
import { type Product, PRODUCTS } from '../../core/model/product.ts'
import { packTable, ruleTable } from '../../shell/law/pack-table.ts'
import { configPort } from '../../shell/pg/config/config.ts'
import { schedulesArgument, schedulesOf } from './schedules.ts'
import { oneOf, regionsOf } from './words.ts'
import { didYouMean } from '../did-you-mean.ts'
import { printJson } from '../print-json.ts'
import { withDatabase } from '../with-database.ts'

export const listCommand = defineCommand({
  meta: {
    name: 'list',
    description: `The packs: what they hold, how well each is founded, whom they bind, what is in force; with PACK its rules, each with its citation.

Examples:
  arrears compliance list --residence US-MA --actor third_party
  arrears compliance list us-nyc
  arrears compliance list --in-force 2026-09-01 --json`,
  },
  args: {
    pack: { type: 'positional', required: false, description: 'show this pack and its rules' },
    'in-force': {
      type: 'string',
      description: 'only what is in force on that day; without it: everything, seen from today',
      valueHint: 'YYYY-MM-DD',
    },
    residence: {
      type: 'string',
      description: 'only packs that bind who lives there, such as US-MA; several joined by commas',
    },
    actor: { type: 'string', description: `only packs that bind it: ${ACTORS.join(', ')}` },
    product: { type: 'string', description: 'only packs that bind it, such as credit_card' },
    published: {
      type: 'boolean',
      default: false,
      description: 'of the version that the workers decide by, not of the files',
    },
    schedules: schedulesArgument,
    json: { type: 'boolean', default: false, description: 'the same as JSON, with every field' },
  },
  async run({ args }) {
    const law = args.published ? await publishedLaw() : schedulesOf(args.schedules)
    const only = args['in-force'] === undefined ? null : dayFrom(args['in-force'])
    const day = only ?? dayOf('UTC', Date.now())
    if (args.pack !== undefined)
      return showPack(packNamed(args.pack, law.packs), law.calendars, { day, only, json: args.json })
    const asked = {
      regions: regionsOf(args.residence),
      actor: oneOf<Actor>('--actor', ACTORS, args.actor),
      product: oneOf<Product>('--product', PRODUCTS, args.product),
    }
    const packs = law.packs
      .filter((pack) => binds(pack, asked, law.packs))
      .map((pack) => packOverview(pack, day, law.calendars))
      .filter(({ force }) => only === null || force.now > 0)
    if (args.json) return printJson({ day, packs })
    console.log(packTable(packs, day, process.stdout))
  },
})

interface Shown {
  day: Day
  only: Day | null
  json: boolean
}

function showPack(pack: Pack, calendars: readonly Calendar[], { day, only, json }: Shown): void {
  const overview = packOverview(pack, day, calendars)
  const rules = pack.rules.filter((rule) => only === null || forceOn(rule, only) === 'now')
  if (!json) return console.log(ruleTable({ pack, rules, overview }, day, process.stdout))
  const told = rules.map((rule) => ({ ...rule, force: forceOn(rule, day) }))
  printJson({ day, ...overview, rules: told })
}

async function publishedLaw(): Promise<{ packs: readonly Pack[]; calendars: readonly Calendar[] }> {
  return (await withDatabase((db) => configPort(db).active())).schedules
}

function packNamed(name: string, packs: readonly Pack[]): Pack {
  const found = packs.find(({ pack }) => pack === name)
  if (found) return found
  const suggestion = didYouMean(
    name,
    packs.map(({ pack }) => pack),
  )
  throw new ProblemError([{ code: 'unknown_pack', message: `there is no pack ${name}`, suggestion }])
}

function dayFrom(text: string): Day {
  if (isDay(text)) return text
  throw new ProblemError([
    {
      code: 'bad_day',
      path: '--in-force',
      message: `${text} is no date that exists`,
      suggestion: 'YYYY-MM-DD',
    },
  ])
}
