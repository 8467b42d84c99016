import type { RefusedByRule } from '../src/shell/pg/read/morning.ts'
import type { Made } from '../src/shell/pg/watch/progress.ts'
import { wayOut } from '../src/shell/story/way-out.ts'

/** What the strategies got through, and what the law and the house kept from being made. */
export function lawLines(made: readonly Made[], refusals: readonly RefusedByRule[]): string[] {
  return [...madeLines(made), '', ...refusalLines(refusals)]
}

function madeLines(made: readonly Made[]): string[] {
  if (made.length === 0) return ['contacts made: none']
  const channels = [...new Set(made.map(({ channel }) => channel))].sort()
  const strategies = [...new Set(made.map(({ strategy }) => strategy))].sort()
  const row = (name: string, own: readonly Made[]): string => {
    const counts = channels.map((channel) => {
      const count = own.filter((one) => one.channel === channel).reduce((sum, one) => sum + one.made, 0)
      return String(count || '-').padStart(COUNT)
    })
    return `${name.padEnd(NAME)}${counts.join('')}`
  }
  return [
    `${'contacts made'.padEnd(NAME)}${channels.map((channel) => channel.padStart(COUNT)).join('')}`,
    ...strategies.map((name) =>
      row(
        `  ${name}`,
        made.filter(({ strategy }) => strategy === name),
      ),
    ),
    row('  all', made),
  ]
}

/** The most frequent first. */
function refusalLines(refusals: readonly RefusedByRule[]): string[] {
  if (refusals.length === 0) return ['refused: nothing']
  const sorted = [...refusals].sort((a, b) => b.refusals - a.refusals || (a.rule < b.rule ? -1 : 1))
  return [
    'refused, by the rule that forbade (several rules of one refusal count each), and what would lift it',
    ...sorted.flatMap((row) => [
      `  ${row.rule.padEnd(NAME - 2)}${String(row.refusals).padStart(COUNT)}  ${shortTitle(row.title)}`,
      `  ${' '.repeat(NAME - 2 + COUNT)}  lifted by ${wayOut(row).replaceAll('`', '')}`,
    ]),
  ]
}

const NAME = 20
const COUNT = 8
const TITLE = 70

/** The title is cut at the end of a word. */
function shortTitle(title: string): string {
  if (title.length <= TITLE) return title
  return `${title.slice(0, title.lastIndexOf(' ', TITLE - 3))} ...`
}
