import type { Result, Spread } from './harness.ts'

/** Both sides of a figure with min, median and max, and the ratio of the medians. */
export function linesOf(result: Result): string[] {
  const { ratio } = result
  const verdict = result.reached ? 'reached' : 'NOT reached'
  return [
    `${result.id}  ${result.title}`,
    spreadLine(result.ours, result.unit),
    spreadLine(result.against, result.unit),
    ...(result.floor ? [spreadLine(result.floor, result.unit)] : []),
    `    ratio ${times(ratio.median)} (rounds ${times(ratio.min)} to ${times(ratio.max)}), to reach ${times(result.reach)}: ${verdict}`,
  ]
}

function spreadLine(side: Spread, unit: string): string {
  const figures = [side.min, side.median, side.max].map(rounded).join(' / ')
  const cpu = side.cpu === undefined ? '' : `, ${side.cpu.toPrecision(3)} CPU s per 1,000`
  const memory = side.memory === undefined ? '' : `, ${Math.round(side.memory)} MB at most`
  return `    ${side.name.padEnd(46)} ${figures} ${unit} (min / median / max)${cpu}${memory}`
}

function rounded(rate: number): string {
  return Math.round(rate).toLocaleString('en-US').padStart(7)
}

function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)}x`
}
