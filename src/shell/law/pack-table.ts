import { type Counts, type Force, forceOn, type PackOverview } from '../../core/compliance/told/overview.ts'
import type { Pack, Rule } from '../../core/compliance/pack/pack.ts'
import type { Day } from '../../core/base/time.ts'
import { painted, showsColour } from '../env/colour.ts'
import Table from 'cli-table3'

/** All packs, one row each, and what they come to. */
export function packTable(packs: readonly PackOverview[], day: Day, out: NodeJS.WriteStream): string {
  const rows = packs.map((one) => [
    `${one.pack}\n${one.version}`,
    `${one.title}\n${one.layer}, ${one.jurisdiction}`,
    bindsWords(one.binds),
    `${one.rules}\n${countWords(one.kinds)}${keyCount(one)}`,
    countWords(one.evidence),
    countWords(one.states),
    forceWords(one),
    calendarWords(one),
  ])
  const rules = packs.reduce((sum, one) => sum + one.rules, 0)
  const now = packs.reduce((sum, one) => sum + one.force.now, 0)
  return [
    tableText(COLUMNS, rows, out),
    `${packs.length} packs, ${rules} rules, ${now} in force on ${day}; a rule that is a draft, disputed or superseded acts only where it is enabled`,
  ].join('\n')
}

const COLUMNS = [
  { head: 'pack', share: 12 },
  { head: 'law', share: 30 },
  { head: 'binds', share: 18 },
  { head: 'rules', share: 14 },
  { head: 'text read', share: 12 },
  { head: 'state', share: 11 },
  { head: 'in force', share: 14 },
  { head: 'calendar', share: 13 },
]

/** One pack with its rules, each with its citation. */
export function ruleTable(
  { pack, rules, overview }: { pack: Pack; rules: readonly Rule[]; overview: PackOverview },
  day: Day,
  out: NodeJS.WriteStream,
): string {
  const rows = rules.map((rule) => [
    rule.rule,
    `${rule.kind}\n${rule.effect}`,
    rule.note === undefined ? rule.title : `${rule.title}\n(${rule.note})`,
    `${stateWords(rule)}\n${datesWords(rule, day)}`,
    `${rule.citation}\n${rule.evidenceLevel}`,
  ])
  return [
    `${pack.pack} ${pack.version}: ${pack.title}`,
    `  ${pack.layer}, ${pack.jurisdiction}; binds ${bindsWords(pack.binds).replaceAll('\n', '; ')}`,
    `  clock: ${pack.clock.zone === 'debtor' ? 'every zone the debtor may be in' : pack.clock.zone}; calendar: ${calendarWords(overview).replaceAll('\n', ' ')}`,
    `  content hash ${pack.hash}`,
    tableText(RULE_COLUMNS, rows, out),
    ...keyLines(overview),
    `${rules.length} rules, ${rules.filter((rule) => forceOn(rule, day) === 'now').length} in force on ${day}`,
  ].join('\n')
}

function keyCount({ keys }: PackOverview): string {
  const count = Object.keys(keys).length
  return count > 0 ? `\nkeys ${count}` : ''
}

function keyLines({ keys }: PackOverview): string[] {
  const lines = Object.entries(keys).map(
    ([key, { class: how, title, how: words }]) =>
      `  ${key} (${how}): ${title === undefined ? '' : `${title}; `}${words}`,
  )
  return lines.length > 0 ? ['keys that it declares', ...lines] : []
}

const RULE_COLUMNS = [
  { head: 'rule', share: 8 },
  { head: 'kind', share: 8 },
  { head: 'says', share: 60 },
  { head: 'state', share: 15 },
  { head: 'citation', share: 30 },
]

function bindsWords({ residence, uncovered, actor, product }: Pack['binds']): string {
  const places = uncovered ? 'residences without a pack of their own' : residence?.join(' ')
  const words = [places, actor?.join(' '), product?.join(' ')].filter(Boolean)
  return words.length > 0 ? words.join('\n') : 'everybody'
}

function stateWords({ state, disputedIn }: Rule): string {
  return disputedIn ? `${state}, disputed in ${disputedIn.join(' ')}` : state
}

function countWords(counts: Counts): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function forceWords({ force, nextChange }: PackOverview): string {
  const words = FORCES.filter((one) => force[one] > 0).map((one) => `${one} ${force[one]}`)
  return [...words, ...(nextChange ? [`changes ${nextChange.on}`] : [])].join('\n')
}
const FORCES: readonly Force[] = ['now', 'later', 'ended']

function calendarWords({ calendar }: PackOverview): string {
  if (!calendar) return 'none'
  return calendar.lastYear === null
    ? `${calendar.name}\nis not there`
    : `${calendar.name}\nto ${calendar.lastYear}`
}

function datesWords(rule: Rule, day: Day): string {
  const { inForceFrom: from, inForceUntil: until } = rule
  const dates = [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' ')
  return [forceOn(rule, day), dates].filter(Boolean).join(', ')
}

interface Column {
  head: string
  /** The column's part of what the terminal's width leaves, in shares. */
  share: number
}

/** A table as wide as the terminal; colour only where one is. */
function tableText(columns: readonly Column[], rows: string[][], out: NodeJS.WriteStream): string {
  const width = Math.min(Math.max(out.isTTY ? out.columns : WIDE, NARROW), WIDE)
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const room = width - columns.length - 1
  const table = new Table({
    head: columns.map(({ head }) => (showsColour(out) ? painted(head, CYAN) : head)),
    colWidths: columns.map(({ share }) => Math.max(6, Math.floor((room * share) / shares))),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [] },
  })
  table.push(...rows)
  return table.toString()
}

const CYAN = 36
const NARROW = 90
const WIDE = 180
