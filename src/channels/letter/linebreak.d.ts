declare module 'linebreak' {
  /** Places where a line may end: UAX 14. */
  class LineBreaker {
    constructor(text: string)
    nextBreak(): { position: number; required: boolean } | null
  }
  export { LineBreaker as default }
}
