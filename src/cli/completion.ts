import { defineCommand } from 'citty'
import type { Command } from './command-line.ts'
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
        'Print what completes commands and options in a shell\n\nExamples:\n  source <(npx arrears completion bash)\n  npx arrears completion fish > ~/.config/fish/completions/arrears.fish',
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
      console.log(args.json ? JSON.stringify(all, null, 2) : SCRIPTS[shell](all))
    },
  })
}

async function allWords(commands: Entries): Promise<CommandWords[]> {
  const loaded = await Promise.all(
    Object.entries(commands).map(async ([name, entry]) => wordsOf((await entry.load()).command, name)),
  )
  return [{ path: '', about: 'arrears', words: Object.keys(commands) }, ...loaded.flat()]
}

/** What a shell reads, by its name. */
export const SCRIPTS = {
  bash: (all) => bash(all),
  // Zsh reads completions of bash.
  zsh: (all) => `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}`,
  fish: (all) => all.flatMap(fishLines).join('\n'),
} satisfies Record<Shell, (all: readonly CommandWords[]) => string>

/** The longest path that the line begins with says which words come next. */
function bash(all: readonly CommandWords[]): string {
  const cases = all.map(({ path, words }) => `    "${path}") words="${[...words, '--help'].join(' ')}" ;;`)
  return `_arrears() {
  local path="" word words=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) case " ${pathsIn(all)} " in *" \${path:+\${path// /_}_}\${word} "*) path="\${path:+$path }$word" ;; esac ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _arrears arrears`
}

function pathsIn(all: readonly CommandWords[]): string {
  return all
    .map(({ path }) => path.replaceAll(' ', '_'))
    .filter((path) => path !== '')
    .join(' ')
}

function fishLines({ path, words }: CommandWords): string[] {
  const seen =
    path === ''
      ? '__fish_use_subcommand'
      : path
          .split(' ')
          .map((word) => `__fish_seen_subcommand_from ${word}`)
          .join('; and ')
  return words.map((word) => {
    const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`
    return `complete -c arrears -f -n '${seen}' ${what}`
  })
}
