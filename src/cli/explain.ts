import { defineCommand } from 'citty'
import { ProblemError } from '../core/base/problem.ts'
import { readStory } from '../shell/pg/read-timeline.ts'
import { storyText } from '../shell/story/text.ts'
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
    json: { type: 'boolean', default: false, description: 'the same as JSON' },
  },
  async run({ args }) {
    const story = await withDatabase((db) => readStory(db, args.case))
    if (!story) {
      throw new ProblemError([
        {
          code: 'unknown_case',
          message: 'there is no such case',
          suggestion: 'give its id, or <account>/<number> such as A1/1',
        },
      ])
    }
    process.stdout.write(args.json ? `${JSON.stringify(story, null, 2)}\n` : storyText(story))
  },
})
