#!/usr/bin/env node
// The pages in a real browser: axe looks for what keeps people out, a narrow screen must not scroll sideways, the keyboard must reach everything; pictures are kept.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import puppeteer from 'puppeteer-core'

const HELP = `npm run look -- --board http://127.0.0.1:8461 --login operator:PASSWORD [--case REF] [--out DIR]

  --board   address of a running board (npm start prints it, with the login)
  --login   name:password
  --case    a case whose page is looked at, by id or account/number; else the first of the list
  --out     where the pictures go (.local/look)

CHROMIUM names the browser; else chromium, google-chrome or chrome of the system. Exit code 1: something was found.`
const { values: args } = parseArgs({
  options: {
    board: { type: 'string', default: 'http://127.0.0.1:8461' },
    login: { type: 'string' },
    case: { type: 'string' },
    out: { type: 'string', default: '.local/look' },
    help: { type: 'boolean', default: false },
  },
})
if (args.help || !args.login) {
  console.log(HELP)
  process.exit(args.help ? 0 : 2)
}

const WIDTHS = [360, 1280]
const SCHEMES = ['light', 'dark']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const profile = mkdtempSync(join(tmpdir(), 'arrears-look-'))
const [username, ...rest] = args.login.split(':')
let found = 0

mkdirSync(args.out, { recursive: true })
const browser = await puppeteer.launch({
  executablePath: browserPath(),
  userDataDir: profile,
  args: [...FLAGS, '--disable-component-update', '--disable-sync'],
})
try {
  const page = await browser.newPage()
  // The pages forbid scripts; axe is one.
  await page.setBypassCSP(true)
  await look(page, '/login', { keyboard: false })
  await logIn(page)
  await page.goto(`${args.board}/cases`)
  const first = args.case ?? (await page.$eval('tbody a', (link) => link.textContent).catch(() => null))
  const file =
    first === null ? [] : [`/cases/${encodeURIComponent(first)}`, `/cases/${encodeURIComponent(first)}/notes`]
  const lists = ['/cases', '/promises', '/plans', '/settlements', '/contacts', '/tasks']
  for (const path of ['/', ...lists, '/health', '/cases/none', '/nowhere', ...file]) await look(page, path)
  await lookAtQueues(page)
} finally {
  await browser.close()
  rmSync(profile, { recursive: true, force: true })
}
console.log(
  found === 0 ? `nothing serious; pictures in ${args.out}` : `${found} found; pictures in ${args.out}`,
)
process.exitCode = found === 0 ? 0 : 1

async function logIn(page) {
  await page.goto(`${args.board}/login`)
  await page.type('input[name=name]', username)
  await page.type('input[type=password]', rest.join(':'))
  await Promise.all([page.waitForNavigation(), page.click('main button')])
  if (new URL(page.url()).pathname === '/login') throw new Error('the login was refused')
}

/** A page that puts the keyboard into its first field is not walked from its top. */
async function look(page, path, { keyboard = true } = {}) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      await page.setViewport({ width, height: 800 })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      await page.goto(`${args.board}${path}`)
      await page.screenshot({
        path: join(args.out, `${nameOf(path)}-${width}-${scheme}.png`),
        fullPage: true,
      })
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (wide > 0) tell(path, width, scheme, `the page is ${wide} px wider than the screen`)
      await page.evaluate(axe)
      const { violations } = await page.evaluate(() => globalThis.axe.run())
      for (const { id, impact, nodes } of violations) {
        const grave = impact === 'serious' || impact === 'critical'
        tell(path, width, scheme, `${impact} ${id}: ${nodes[0]?.html.slice(0, 160)}`, grave)
      }
    }
  }
  if (keyboard) await lookByKeyboard(page, path)
}

/** Tab comes to every link, field and button, in the order of the page, and shows where it is. */
async function lookByKeyboard(page, path) {
  await page.goto(`${args.board}${path}`)
  const wanted = await page.$$eval(
    'a[href], input, select, button',
    (all) => all.filter((one) => one.type !== 'hidden' && one.checkVisibility()).length,
  )
  const reached = await (async () => {
    const seen = new Set()
    for (let step = 0; step < Math.min(wanted, 60) + 20; step++) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const { activeElement: on } = document
        if (!on || on === document.body) return null
        const shown = getComputedStyle(on).outlineStyle !== 'none'
        return {
          key: `${[...document.querySelectorAll('*')].indexOf(on)}`,
          shown,
          html: on.outerHTML.slice(0, 120),
          stop: on.matches('a, input, select, button'),
        }
      })
      if (at === null) break
      if (!at.shown) tell(path, 0, 'keyboard', `nothing shows where the keyboard is: ${at.html}`)
      if (at.stop) seen.add(at.key)
    }
    return seen.size
  })()
  if (reached < Math.min(wanted, 60)) tell(path, 0, 'keyboard', `Tab reaches ${reached} of ${wanted} places`)
}

/** Bull Board is somebody else's page: it must show, and ask nobody else for anything. */
async function lookAtQueues(page) {
  const asked = []
  page.on('request', (request) => asked.push(request.url()))
  await page.setBypassCSP(false)
  await page.setViewport({ width: 1280, height: 800 })
  await page.goto(`${args.board}/queues`, { waitUntil: 'networkidle2' })
  await page.screenshot({ path: join(args.out, 'queues-1280.png') })
  for (const url of asked.filter((one) => !one.startsWith(args.board) && !one.startsWith('data:')))
    tell('/queues', 1280, '', `asks ${url}`)
}

function tell(path, width, scheme, what, grave = true) {
  if (grave) found++
  console.log(`${grave ? 'FOUND' : 'note '} ${path} ${width || ''} ${scheme} ${what}`)
}

function nameOf(path) {
  return path.replace(/[^\w]+/g, '_').replace(/^_|_$/g, '') || 'overview'
}

function browserPath() {
  const paths = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const path = process.env.CHROMIUM ?? paths.find((one) => existsSync(one))
  if (path) return path
  console.error(
    'no_browser: no Chromium was found; install one (apt-get install chromium), or name it: CHROMIUM=/path npm run look',
  )
  process.exit(2)
}
