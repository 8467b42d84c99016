import type { Ratio, Result, Spread } from './harness.ts'

/** All sides of a figure with min, median and max, and the ratios of the medians. */
export function linesOf(result: Result): string[] {
  const { ours, against, floor, duels = [], ratio, reach, reached } = result
  const names = new Set<string>()
  const sides = [
    ours,
    against,
    ...duels.flatMap((duel) => [duel.ours, duel.against]),
    ...(floor ? [floor] : []),
  ]
  const spreads = sides.filter(({ name }) => !names.has(name) && names.add(name))
  const verdict = reached ? 'reached' : 'NOT reached'
  if (duels.length === 0 && result.cpu === undefined) {
    return [
      `${result.id}  ${result.title}`,
      ...spreads.map((side) => spreadLine(side, result.unit)),
      `    ratio ${ratioWords(ratio)}, to reach ${times(reach)}: ${verdict}`,
    ]
  }
  const pairs = [{ ours, against, ratio, reach }, ...duels]
  return [
    `${result.id}  ${result.title}`,
    ...spreads.map((side) => spreadLine(side, result.unit)),
    ...pairs.map((pair) => {
      const goal = pair.reach === null ? '' : `, to reach ${times(pair.reach)}`
      return `    ratio ${ratioWords(pair.ratio)}${goal}: ${pair.ours.name} / ${pair.against.name}`
    }),
    `    ${result.cpu === undefined ? '' : `at most ${result.cpu.toPrecision(3)} CPU s per 1,000; `}all of it: ${verdict}`,
  ]
}

function ratioWords({ median, min, max }: Ratio): string {
  return `${times(median)} (rounds ${times(min)} to ${times(max)})`
}

function spreadLine(side: Spread, unit: string): string {
  const figures = [side.min, side.median, side.max].map(rounded).join(' / ')
  const cpu = side.cpu === undefined ? '' : `, ${side.cpu.toPrecision(3)} CPU s per 1,000`
  const { worker = 0, postgres = 0, redis = 0, others = 0 } = side.parts ?? {}
  const parts = side.parts
    ? ` (worker ${worker.toPrecision(2)}, Postgres ${postgres.toPrecision(2)}, Redis ${redis.toPrecision(2)}${others > 0 ? `, others ${others.toPrecision(2)}` : ''})`
    : ''
  const memory = side.memory === undefined ? '' : `, ${Math.round(side.memory)} MB at most`
  return `    ${side.name.padEnd(46)} ${figures} ${unit} (min / median / max)${cpu}${parts}${memory}`
}

function rounded(rate: number): string {
  return Math.round(rate).toLocaleString('en-US').padStart(7)
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`
}
