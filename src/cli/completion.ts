import { defineCommand } from 'citty'
import type { Command } from './command-line.ts'
import { printJson } from './print-json.ts'
import { type CommandWords, wordsOf } from './usage.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/** The commands by name, each loaded when it is asked for. */
type Entries = Record<string, { load: () => Promise<{ command: Command }> }>

export function completionFor(commands: Entries) {
  return defineCommand({
    meta: {
      name: 'completion',
      description:
        'Print what completes commands and options in a shell\n\nExamples:\n  source <(npx arrears completion bash)\n  source <(npx arrears completion zsh)\n  npx arrears completion fish > ~/.config/fish/completions/arrears.fish',
    },
    args: {
      shell: {
        type: 'positional',
        required: false,
        default: 'bash',
        description: 'bash, zsh or fish',
        words: SHELLS,
      },
      json: { type: 'boolean', default: false, description: 'every command with its words, as JSON' },
    },
    async run({ args }) {
      const all = await allWords(commands)
      const shell = SHELLS.find((one) => one === args.shell) ?? 'bash'
      if (args.json) return printJson({ commands: all })
      console.log(SCRIPTS[shell](all))
    },
  })
}

async function allWords(commands: Entries): Promise<CommandWords[]> {
  const loaded = await Promise.all(
    Object.entries(commands).map(async ([name, entry]) => wordsOf((await entry.load()).command, name)),
  )
  return [{ path: '', about: 'arrears', hasChildren: true, words: Object.keys(commands) }, ...loaded.flat()]
}

/** What a shell reads, by its name. */
export const SCRIPTS = {
  bash: (all) => `_arrears() {
${placeIn(all, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
  COMPREPLY=($(compgen -W "\${found[*]}" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _arrears arrears`,
  zsh: (all) => `#compdef arrears
(( \${+functions[compdef]} )) || { autoload -U compinit && compinit; }
_arrears() {
${placeIn(all, '"${words[@]:1:$((CURRENT - 2))}"')}
  compadd -a found || _files
}
compdef _arrears arrears`,
  fish: (all) => [fishPlace(all), ...all.flatMap(fishLines)].join('\n'),
} satisfies Record<Shell, (all: readonly CommandWords[]) => string>

/** The longest path that the line begins with says which words come next. Bash and zsh read this alike; in zsh nothing may be called path, which is where it looks for programs. */
function placeIn(all: readonly CommandWords[], before: string): string {
  const paths = all.flatMap(({ path }) => (path === '' ? [] : [`"${path}"`]))
  const cases = all.map(({ path, words }) => `    "${path}") found=(${[...words, '--help'].join(' ')}) ;;`)
  return `  local at="" word next
  local -a found
  for word in ${before}; do
    case "$word" in -*) continue ;; esac
    next="\${at:+$at }$word"
    case "$next" in ${paths.join('|')}) at="$next" ;; esac
  done
  case "$at" in
${cases.join('\n')}
  esac`
}

/** The same for fish, as a condition of each word. */
function fishPlace(all: readonly CommandWords[]): string {
  const paths = all.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`]))
  return `function __arrears_at
  set -l paths ${paths.join(' ')}
  set -l at ''
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    set -l next (string trim -- "$at $word")
    contains -- $next $paths; and set at $next
  end
  test "$at" = "$argv[1]"
end`
}

/** Files are offered where a command takes words of its own, and not where its next word is a command. */
function fishLines({ path, hasChildren, words }: CommandWords): string[] {
  return [...words, '--help'].map((word) => {
    const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
    return `complete -c arrears ${hasChildren ? '-f ' : ''}-n '__arrears_at "${path}"' ${what}`
  })
}
