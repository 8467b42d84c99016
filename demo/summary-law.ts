import type { Made, Refusals } from '../src/shell/pg/watch/progress.ts'

/** What the strategies got through, and what the law and the house kept from being made. */
export function lawLines(made: readonly Made[], refusals: readonly Refusals[]): string[] {
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
function refusalLines(refusals: readonly Refusals[]): string[] {
  if (refusals.length === 0) return ['refused: nothing']
  const sorted = [...refusals].sort((a, b) => b.refusals - a.refusals || (a.rule < b.rule ? -1 : 1))
  return [
    'refused, by the rule that forbade (several rules of one refusal count each)',
    ...sorted.map(({ rule, title, refusals: count }) => {
      return `  ${rule.padEnd(NAME - 2)}${String(count).padStart(COUNT)}  ${shortTitle(title)}`
    }),
  ]
}

const NAME = 20
const COUNT = 8
const TITLE = 90

/** The title is cut at the end of a word. */
function shortTitle(title: string): string {
  if (title.length <= TITLE) return title
  return `${title.slice(0, title.lastIndexOf(' ', TITLE - 3))} ...`
}
