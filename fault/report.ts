import type { AlarmResult } from './alarm-run.ts'
import type { Result } from './run.ts'

const COLUMNS = ['contacts', 'inflicted', 'twice', 'unlawful', 'lost', 'violations', 'seconds'] as const
const NAME_WIDTH = 18
const MOST_FINDINGS = 5

export function headLine(): string {
  return `${'fault'.padEnd(NAME_WIDTH)}${COLUMNS.map((name) => name.padStart(11)).join('')}`
}

/** The figures of one fault, and below them what was found. */
export function linesOf(result: Result): string[] {
  const figures = COLUMNS.map((name) => String(result[name]).padStart(11)).join('')
  const told = result.findings.slice(0, MOST_FINDINGS).map((finding) => `    ${finding}`)
  const more = result.findings.length - told.length
  return [
    `${result.fault.padEnd(NAME_WIDTH)}${figures}`,
    ...told,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ]
}

export function sumLine(results: readonly Result[]): string {
  const of = (name: (typeof COLUMNS)[number]): number => results.reduce((sum, one) => sum + one[name], 0)
  const figures = COLUMNS.map((name) => String(Math.round(of(name))).padStart(11)).join('')
  return `${'all'.padEnd(NAME_WIDTH)}${figures}`
}

export function alarmLine({ alarm, place, about, rang, within, quiet, still, wrongly }: AlarmResult): string {
  const told = rang === null ? 'never rang' : `rang after ${rang} s (within ${within})`
  const ended = quiet === null ? `rang on: ${still.join(', ')}` : `quiet after ${quiet} s`
  const more = wrongly.length > 0 ? `; rang wrongly: ${wrongly.join(', ')}` : ''
  return `${`${alarm} ${place}`.padEnd(26)} ${about}: ${told}, ${ended}${more}`
}
