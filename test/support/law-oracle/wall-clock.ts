import { DateTime } from 'luxon'

/** An instant as the clock on a wall shows it, by luxon alone. */
export interface Wall {
  /** Days since 1970-01-01. */
  day: number
  month: string
  /** 1 = Monday ... 7 = Sunday. */
  weekday: number
  date: string
  /** Milliseconds that the hands show. */
  time: number
}

const known = new Map<string, Map<number, Wall>>()

export function wallOf(zone: string, at: number): Wall {
  let walls = known.get(zone)
  if (!walls) known.set(zone, (walls = new Map()))
  let wall = walls.get(at)
  if (!wall) {
    wall = read(zone, at)
    if (walls.size > 50_000) walls.clear()
    walls.set(at, wall)
  }
  return wall
}

function read(zone: string, at: number): Wall {
  const local = DateTime.fromMillis(at, { zone })
  const date = local.toFormat('yyyy-MM-dd')
  const { hour, minute, second, millisecond, weekday } = local
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
  return { day: dayOf(date), month: date.slice(0, 7), weekday, date, time }
}

export function dayOf(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)
}

export function timeOf(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 60_000
}

/** The instant of a local time that exists once. */
export function instantOf(zone: string, local: string): number {
  return DateTime.fromISO(local, { zone }).toMillis()
}
