import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { readStory } from '../shell/pg/read/timeline.ts'
import { configPort } from '../shell/pg/config/config.ts'
import { lawText } from '../shell/story/law-text.ts'
import { storyText } from '../shell/story/text.ts'
import { printJson } from './print-json.ts'
import { withDatabase } from './with-database.ts'

export const explainCommand = defineCommand({
  meta: {
    name: 'explain',
    description: 'Tell the story of a case: what happened, what was decided and why, what it waits for',
  },
  args: {
    case: {
      type: 'positional',
      required: true,
      description: 'its id, <account>/<number>, or an account: its latest case',
    },
    law: {
      type: 'boolean',
      default: false,
      description:
        'also under which packs, calendars and time zone data each was judged, and what changed since',
    },
    json: { type: 'boolean', default: false, description: 'the same as JSON; it always names the law' },
  },
  async run({ args }) {
    const { story, active } = await withDatabase(async (db) => ({
      story: await readStory(db, args.case),
      active: args.law ? (await configPort(db).active()).schedules : null,
    }))
    if (!story) {
      throw new ProblemError([
        {
          code: 'unknown_case',
          message: 'there is no such case',
          suggestion: 'give its id, or <account>/<number> such as A1/1',
        },
      ])
    }
    if (args.json) return printJson(story)
    process.stdout.write(storyText(story))
    if (args.law) process.stdout.write(`\n${lawText(story, active)}`)
  },
})
