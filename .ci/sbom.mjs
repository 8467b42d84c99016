// What is shipped with the engine: a bill of materials (CycloneDX) and a list of licences under dist/.
// It fails for a licence that nobody has looked at, and for a known hole where the registry tells of any.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

const LOOKED_AT = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1', // Fonts, which may be embedded in a document.
])
/** What a package says in its own files and not in its description. */
const SAYS = { 'png-js@2.0.0': 'MIT' }
const npm = (...args) =>
  execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] })

const text = npm('sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx')
const rows = JSON.parse(text).components.map(({ name: title, version, licenses = [] }) => {
  const name = `${title}@${version}`
  const said = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression)
  return { name, licences: said.length === 0 && SAYS[name] ? [SAYS[name]] : said }
})
mkdirSync('dist', { recursive: true })
writeFileSync('dist/sbom.cdx.json', text)
const lines = rows.map(({ name, licences }) => `${licences.join(' and ') || 'none'}\t${name}\n`)
writeFileSync('dist/licences.tsv', lines.sort().join(''))

const strange = rows.filter(({ licences }) => licences.length === 0 || !licences.every(isLookedAt))
for (const { name, licences } of strange)
  console.error(`licence of ${name}: ${licences.join(', ') || 'none'}`)
const holes = advisories()
for (const hole of holes ?? []) console.error(`advisory: ${hole}`)
const told = holes === null ? 'the registry tells of no advisories' : `${holes.length} advisories`
console.log(
  `${rows.length} packages are shipped, ${strange.length} under a licence nobody has looked at; ${told}`,
)
if (strange.length > 0 || (holes?.length ?? 0) > 0) process.exitCode = 1

/** One of several that may be chosen is enough. */
function isLookedAt(licence = '') {
  return licence.split(/ OR /).some((one) => LOOKED_AT.has(one.replace(/[()]/g, '').trim()))
}

/** Null where the registry does not answer, as a mirror may not. */
function advisories() {
  try {
    npm('audit', '--omit', 'dev', '--json', '--fetch-retries=0', '--fetch-timeout=5000')
    return []
  } catch (error) {
    try {
      const { vulnerabilities } = JSON.parse(error.stdout)
      if (vulnerabilities === undefined) return null
      return Object.values(vulnerabilities)
        .filter(({ severity }) => severity === 'high' || severity === 'critical')
        .map(({ name, severity }) => `${name} (${severity})`)
    } catch {
      return null
    }
  }
}
