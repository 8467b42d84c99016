/** ISO 3166 country or subdivision, further parts after dashes: `US`, `US-NY`, `US-NY-NYC`; `US-*` is somewhere in it, nobody knows where. */
export type Region = string

const SOMEWHERE = '-*'
const REGION = /^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/

/** Whether it is written as a country or a subdivision, in whatever case. */
export function isRegion(given: string): boolean {
  return REGION.test(writtenOf(given))
}

/** The regions that a fact gives, each once and in order; what is none counts as not known. */
export function regionsGiven(given: string | readonly string[]): Region[] {
  const all = typeof given === 'string' ? [given] : given
  return [...new Set(all.filter(isRegion).map(writtenOf))].sort()
}

function writtenOf(given: string): string {
  return given.trim().toUpperCase()
}

/** A candidate that a number or a zone points to: any part of the country. */
export function somewhereIn(country: string): Region {
  return `${country}${SOMEWHERE}`
}

export function isSomewhere(region: Region): boolean {
  return region.endsWith(SOMEWHERE)
}

/** Whether whoever lives in the region may live in the area: US-NY lies in US, US does not lie in US-NY, and `US-*` may lie in either. */
export function liesIn(region: Region, area: Region): boolean {
  if (region === area || region.startsWith(`${area}-`)) return true
  return isSomewhere(region) && area.startsWith(region.slice(0, -1))
}

/** Whether whoever lives in the region surely lives in the area: `US-*` lies in US, and nobody knows whether in US-NY. */
export function surelyLiesIn(region: Region, area: Region): boolean {
  return region === area || region.startsWith(`${area}-`)
}

/** Residences that were given take the place of those that were guessed. */
export function surestOf(regions: readonly Region[]): Region[] {
  const given = regions.filter((region) => !isSomewhere(region))
  return given.length > 0 ? given : [...regions]
}
