import { dayOf, isoOf, type Zone } from '../../core/base/time.ts'
import type { Coverage } from '../../core/compliance/pack/coverage.ts'
import { localTime, reasonLine } from '../story/sentence.ts'
import type { LegalReport, ReportReason } from './report.ts'
import { dayName } from './strip-text.ts'

/** The report for a terminal: whom it is about, the verdict with every reason, and the strip; times on the clock of the first candidate zone. */
export function reportText(report: LegalReport, strip: readonly string[]): string {
  const zone = report.zones[0] ?? 'UTC'
  return [
    ...headLines(report, zone),
    '',
    ...verdictLines(report, zone),
    ...dutyLines(report),
    ...keyLines(report),
    '',
    ...strip,
    ...legendLines(report, zone),
  ].join('\n')
}

function headLines(report: LegalReport, zone: Zone): string[] {
  const { person, account, others, channel, zones, law } = report
  const whom = person === null ? 'anybody of whom nothing is known' : `${person}, account ${account ?? ''}`
  const counted = others > 0 ? `; contacts about ${others} other accounts count too` : ''
  const elsewhere = zones.length > 1 ? `; it must be lawful in all of ${zones.join(', ')}` : ''
  return [
    `${whom} (${report.product ?? 'any product'}, ${report.actor ?? 'any actor'}${dpdWords(report)})${counted}`,
    ...(report.case === null
      ? []
      : [
          `  case ${report.case}${report.rests === null ? '' : `: ${report.rests}, so that the engine contacts nobody for it`}`,
        ]),
    `  ${channel ?? 'no channel'}, ${report.role}, ${report.place}, to ${report.purpose}, by ${voiceOf(report)}`,
    ...(report.unreachable
      ? ['  there is no valid number or address of the kind: the law is asked all the same']
      : []),
    `  residence ${residenceWords(report) || 'unknown: every pack binds'}; times of ${zone}${elsewhere}`,
    `  law ${law.packs.map(({ pack, version }) => `${pack} ${version}`).join(', ')}`,
    `  calendars ${law.calendars.map(({ calendar, hash }) => `${calendar} ${hash?.slice(0, 8) ?? 'is not there'}`).join(', ') || 'none'}; time zone data ${law.tzdata}`,
  ]
}

function residenceWords({ residence, coverage }: LegalReport): string {
  return residence.map((region) => `${region} (${COVERAGE_WORDS[coverage[region] ?? 'covered']})`).join(', ')
}

const COVERAGE_WORDS: Record<Coverage, string> = {
  covered: 'covered by law on file',
  accepted: 'accepted without law on file',
  neither: 'no law on file: its cases are held',
}

function dpdWords({ dpd }: LegalReport): string {
  return dpd === null ? '' : `, ${dpd} days past due`
}

function voiceOf({ automation, minutes }: LegalReport): string {
  return minutes > 0 ? `${automation}, ${minutes} minutes` : automation
}

function verdictLines(report: LegalReport, zone: Zone): string[] {
  const at = whenOf(report.at, zone)
  return [
    `${at}: ${answerOf(report, zone)}`,
    ...knownLines(report),
    ...report.reasons.map((reason) => `  ${lineOf(reason, zone)}`),
  ]
}

function knownLines({ known }: LegalReport): string[] {
  if (known === null) return []
  if (known === 'now') return ['  judged by all that is known']
  return ['  judged by what had been recorded by that instant (--known now: by all that is known)']
}

function answerOf({ answer, lawfulFrom, lawfulUntil, review }: LegalReport, zone: Zone): string {
  const until = lawfulUntil === null ? '' : `, until ${whenOf(lawfulUntil, zone)}`
  switch (answer) {
    case 'permit':
      return `lawful${until}`
    case 'defer':
      return `not now; lawful from ${whenOf(lawfulFrom ?? '', zone)}${until}`
    case 'deny':
      return review ? 'not by waiting; a human is asked' : 'not by waiting'
  }
}

function dutyLines({ duties, warnings, texts, zones }: LegalReport): string[] {
  const zone = zones[0] ?? 'UTC'
  const says = texts.filter(({ must }) => must.length > 0)
  const never = [...new Set(texts.flatMap((text) => text.never))]
  return [
    ...duties.map(
      ({ rule, key, text }) => `  to do or to show: ${rule === key ? text : `${key} (${rule}: ${text})`}`,
    ),
    ...warnings
      .filter(({ effect }) => effect !== 'duty')
      .map((reason) => `  warning: ${lineOf(reason, zone)}`),
    ...says.map(
      ({ rule, pack, must, when }) =>
        `  the text must say${WHEN[when]} ${must.join(', ')} (${rule}, ${pack})`,
    ),
    ...(never.length > 0 ? [`  the text must never say ${never.join(', ')}`] : []),
  ]
}

function keyLines({ keys }: LegalReport): string[] {
  return Object.entries(keys).map(
    ([key, { title, how }]) => `  ${key}: ${title === undefined ? '' : `${title}; `}${how}`,
  )
}

const WHEN = { first: ', the first time,', later: ', after the first time,', each: '' } as const

/** What the strip names and the verdict did not. */
function legendLines({ reasons, stretches }: LegalReport, zone: Zone): string[] {
  const told = new Set(reasons.map(({ rule }) => rule))
  const lines: string[] = []
  for (const reason of stretches.flatMap((stretch) => stretch.reasons)) {
    if (told.has(reason.rule)) continue
    told.add(reason.rule)
    lines.push(`  ${lineOf({ ...reason, liftsAt: null }, zone)}`)
  }
  return lines.length > 0 ? ['', ...lines] : []
}

function lineOf(reason: ReportReason, zone: Zone): string {
  return reasonLine(reason, zone)
}

function whenOf(at: string, zone: Zone): string {
  const millis = Date.parse(at)
  return Number.isNaN(millis)
    ? at
    : `${dayName(dayOf(zone, millis))} ${localTime(isoOf(millis), zone).slice(11)}`
}
