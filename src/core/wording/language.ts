import { ofTexts } from '../base/of-texts.ts'

/** `zh` of `zh-CN`. */
export const languageOf = ofTexts((locale) => locale.toLowerCase().split(/[-_]/)[0] ?? '')
