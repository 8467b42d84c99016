import Table from 'cli-table3'
import { showsColour } from '../src/shell/env/colour.ts'
import type { Progress } from '../src/shell/pg/watch/progress.ts'

export interface DayReport {
  /** 1, 2, ... of `days`. */
  number: number
  days: number
  date: string
  progress: Progress
  /** The number of refusals since the beginning, by rule. */
  refused: ReadonlyMap<string, number>
}

export interface Screen {
  show(report: DayReport): void
  /** The last table stays where it is. */
  done(): void
}

/** A table that is drawn over itself on a terminal; one plain line a day anywhere else, or one of JSON. */
export function openScreen(out: NodeJS.WriteStream, json = false): Screen {
  if (json) return { show: (report) => out.write(`${jsonOf(report)}\n`), done: () => {} }
  if (!out.isTTY) return { show: (report) => out.write(`${lineOf(report)}\n`), done: () => {} }
  let height = 0
  return {
    show: (report) => {
      const text = tableOf(report, showsColour(out))
      out.write(`${height > 0 ? `\u001b[${height}A\u001b[0J` : ''}${text}\n`)
      height = text.split('\n').length
    },
    done: () => void (height = 0),
  }
}

function jsonOf({ refused, ...report }: DayReport): string {
  return JSON.stringify({ day: { ...report, refused: Object.fromEntries(refused) } })
}

function lineOf({ number, days, date, progress, refused }: DayReport): string {
  const open = progress.open.map(({ stage, cases }) => `${stage} ${cases}`).join(' ')
  const made = progress.contacts.map(({ channel, made: count }) => `${channel} ${count}`).join(' ')
  return `day ${number}/${days} ${date} | open: ${open || 'none'} | contacts: ${made || 'none'} | cured ${progress.cured} | refused: ${topOf(refused, 4)}`
}

function tableOf({ number, days, date, progress, refused }: DayReport, isColoured: boolean): string {
  const width = 40
  const filled = Math.round((number / days) * width)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
  const table = new Table({
    head: ['open cases', 'contacts made', 'cases', 'refused by rule'],
    style: isColoured ? { head: ['cyan'], border: ['gray'] } : { head: [], border: [] },
    colWidths: [26, 20, 20, 34],
  })
  const openCount = progress.open.reduce((sum, { cases }) => sum + cases, 0)
  table.push([
    padded(progress.open.map(({ stage, cases }) => row(stage, cases, 22))),
    padded(progress.contacts.map(({ channel, made }) => row(channel, made, 16))),
    padded([
      row('opened', progress.opened, 16),
      row('open', openCount, 16),
      row('cured', progress.cured, 16),
    ]),
    padded(
      sorted(refused)
        .slice(0, 10)
        .map(([rule, count]) => row(rule, count, 30)),
    ),
  ])
  return `  day ${number} of ${days}   ${date}   ${bar}\n${table.toString()}`
}

/** The table always has the same height, so that drawing over it leaves nothing behind. */
function padded(lines: string[]): string {
  return Array.from({ length: 10 }, (_, index) => lines[index] ?? '').join('\n')
}

function row(name: string, count: number, width: number): string {
  const number = String(count)
  return `${name.slice(0, width - number.length - 1).padEnd(width - number.length)}${number}`
}

function topOf(refused: ReadonlyMap<string, number>, most: number): string {
  const text = sorted(refused)
    .slice(0, most)
    .map(([rule, count]) => `${rule} ${count}`)
  return text.join(' ') || 'none'
}

function sorted(refused: ReadonlyMap<string, number>): [string, number][] {
  return [...refused].sort(([a, one], [b, other]) => other - one || a.localeCompare(b))
}
