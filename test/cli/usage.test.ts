import { readFileSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { SCRIPTS } from '../../src/cli/completion.ts'
import { type CommandWords, usageText, wordsOf } from '../../src/cli/usage.ts'
import { childrenOf, type Command, resolved } from '../../src/cli/command-line.ts'

interface Told {
  path: string
  text: string
}

async function helpOf(command: Command, path: string, columns: number): Promise<Told[]> {
  const children = await childrenOf(command)
  const below = await Promise.all(
    Object.entries(children ?? {}).map(async ([name, child]) =>
      helpOf(await resolved(child as Command), `${path} ${name}`, columns),
    ),
  )
  return [{ path, text: await usageText(command, path, columns) }, ...below.flat()]
}

async function all(columns: number): Promise<Told[]> {
  const told = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, { load }]) => helpOf((await load()).command, name, columns)),
  )
  return told.flat()
}

test('help is plain text that fits the screen, narrow or wide', async () => {
  for (const columns of [60, 80, 110]) {
    for (const { path, text } of await all(columns)) {
      expect([path, text.includes(String.fromCharCode(27))]).toEqual([path, false])
      // A word that is longer than a column cannot be cut.
      const long = text
        .split('\n')
        .filter((line) => line.length > columns && line.trim().split(' ').length > 2 && !/^ {2}\S/.test(line))
      expect([path, columns, long]).toEqual([path, columns, []])
    }
  }
})

test('docs/commands.md has every command and option', async () => {
  const page = pageOf(await all(100))
  if (process.env['GOLDEN'] === 'write') writeFileSync('docs/commands.md', page)
  expect(readFileSync('docs/commands.md', 'utf8')).toBe(page)
})

async function allWords(): Promise<CommandWords[]> {
  const words = Object.entries(COMMANDS).map(async ([name, { load }]) =>
    wordsOf((await load()).command, name),
  )
  return [
    { path: '', about: '', hasChildren: true, words: Object.keys(COMMANDS) },
    ...(await Promise.all(words)).flat(),
  ]
}

test('a shell completes commands, their children, their options and words of closed lists', async () => {
  const words = await allWords()
  expect(words.find(({ path }) => path === 'tasks')?.words).toEqual([
    'list',
    'offered',
    'claim',
    'resolve',
    'match',
  ])
  expect(words.find(({ path }) => path === 'tasks resolve')?.words).toContain('--resolution')
  const complete = (...line: string[]): string[] =>
    execFileSync(
      'bash',
      [
        '-c',
        `${SCRIPTS.bash(words)}\nCOMP_WORDS=(arrears "$@"); COMP_CWORD=$#; _arrears; echo "\${COMPREPLY[@]}"`,
        'x',
        ...line,
      ],
      { encoding: 'utf8' },
    )
      .trim()
      .split(' ')
  expect(complete('tasks', 're')).toEqual(['resolve'])
  expect(complete('person', 'export', 'D1', '--js')).toEqual(['--json'])
  expect(complete('st')).toEqual(['strategy', 'stop'])
  expect(complete('completion', 'z')).toEqual(['zsh'])
  expect(complete('compliance', 'explain', '--res')).toEqual(['--residence'])
  expect(complete('nonsense', 'tasks', 'cl')).toEqual(['claim'])
})

test('zsh and fish get the same places and words, in a form that each reads', async () => {
  const words = await allWords()
  const [zsh, fish] = [SCRIPTS.zsh(words), SCRIPTS.fish(words)]
  expect(zsh).toMatch(/^#compdef arrears\n/)
  // These names are zsh's own: whoever sets them there breaks the line that is being written.
  expect(zsh).not.toMatch(/\b(local|set)\b[^\n]*\b(path|words|status|options)\b|^\s*(path|words)=/m)
  expect(zsh).not.toContain('//')
  for (const { path, words: next } of words) {
    expect(zsh).toContain(`    "${path}") found=(${[...next, '--help'].join(' ')}) ;;`)
    for (const word of next)
      expect(fish).toContain(
        `-n '__arrears_at "${path}"' ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`}\n`,
      )
  }
  const [place, ...lines] = fish.split('\nend\n')
  expect(place?.startsWith('function __arrears_at')).toBe(true)
  for (const line of lines
    .join('')
    .split('\n')
    .filter((one) => one.startsWith('complete')))
    expect(line).toMatch(/^complete -c arrears (-f )?-n '__arrears_at "[a-z ]*"' (-l|-a) [\w-]+$/)
})

function pageOf(told: readonly Told[]): string {
  const parts = told.map(({ path, text }) => `## arrears ${path}\n\n\`\`\`\n${text}\n\`\`\`\n`)
  return `# Commands

Written by a test from the commands themselves (\`GOLDEN=write npx vitest run test/cli/usage.test.ts\`). Exit codes: 0 done, 1 done and something was found, 2 not done. With \`--json\` the answer is one JSON object on standard output (\`up\`, \`audit heads\`, \`provider test\`, \`credit write\`: one a line), in which a list stands under a name of its own (\`{"cases": [...]}\`), and what went wrong is \`{"problems": [{"code", "message", "path", "suggestion"}]}\` with exit code 2. Nothing but the answer stands on standard output; progress is drawn on standard error, where a terminal is.

${parts.join('\n')}`
}
