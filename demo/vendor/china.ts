/** How vendors of China write times and numbers. */

const AHEAD = 8 * 3_600_000

export function chinaTime(at: number): string {
  return new Date(at + AHEAD).toISOString().slice(0, 19).replace('T', ' ')
}

export function homeNumber(number: string): string {
  return number.replace(/^\+?86(?=1\d{10}$)/, '')
}
