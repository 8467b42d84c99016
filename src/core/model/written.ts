import { z } from 'zod'

/** How a strategy's file writes a name, an amount and a time of day. */

export const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower case letters, digits and dashes')
export const money = z.string().regex(/^(0|[1-9]\d*)(\.\d+)?$/, 'a plain decimal in quotes, such as "10.00"')
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day in quotes, such as "10:00"')
