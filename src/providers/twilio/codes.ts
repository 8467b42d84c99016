import type { CodeTable } from '../vendor/codes.ts'

/** Error codes of https://www.twilio.com/docs/api/errors (read 2026-11-29) as our settlement. */
export const TWILIO_CODES = {
  '20003': 'locked_out',
  '20404': 'locked_out',
  '20429': 'rate_limited',
  '21211': 'invalid_number',
  '21214': 'refused',
  '21217': 'invalid_number',
  '21614': 'invalid_number',
  '21212': 'refused',
  '21408': 'refused',
  '21602': 'refused',
  '21603': 'refused',
  '21604': 'refused',
  '21606': 'refused',
  '21610': 'opted_out',
  '21611': 'rate_limited',
  '21612': 'refused',
  '21617': 'refused',
  '21619': 'refused',
  '21703': 'refused',
} as const satisfies CodeTable
