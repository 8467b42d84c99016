import type { Telling } from '../src/shell/pg/watch/recovery.ts'

export interface Places {
  board: string
  /** The folder of the private servers, where it is not the usual one: commands beside the demo need it. */
  local: string | null
}

/** These lines tell a newcomer what to try next, as commands that work as they stand. */
export function nextSteps(telling: Telling | null, { board, local }: Places): string[] {
  const rows = [
    ...(telling
      ? [
          [
            `npx arrears explain ${telling.case}`,
            'one case: facts, decisions with their reasons, contacts, refusals',
          ],
          [
            `npx arrears compliance explain --person ${telling.debtor} --channel sms`,
            'what may be sent to that debtor, and when',
          ],
          [`npx arrears strategy show ${telling.strategy}`, 'the strategy behind it'],
        ]
      : []),
    ['npx arrears tasks list', 'what waits for a person'],
    [
      'npx arrears stop --channel sms --why "trying it"',
      'no text leaves from now on; npx arrears resume lifts it',
    ],
    ['npm start -- --reset --seed 2', 'another book'],
    [board, 'the same for the eye'],
  ] as const
  const width = Math.max(...rows.map(([command]) => command.length)) + 3
  return [
    local === null
      ? 'try next, in another terminal'
      : `try next, in another terminal with ARREARS_LOCAL=${local}`,
    ...rows.map(([command, what]) => `  ${command.padEnd(width)}${what}`),
  ]
}
