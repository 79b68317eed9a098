import type { RunEvent, SettledFinding } from '../results/index.ts'
import { clip, columnsOf, counted, grouped, padEnd, padStart } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { findingHeadline } from './finding-text.ts'

type Progress = RunEvent & { readonly type: 'progress' }

export interface LiveOptions {
  /** Whether it is a terminal, in which progress can be shown by rewriting a line. */
  readonly interactive: boolean
  /** Milliseconds on any clock. With it, a run that takes long shows its progress and findings as they come. */
  readonly now?: (() => number) | undefined
  readonly mode: 'quiet' | 'normal' | 'verbose'
}

/** A fast run does not rewrite its progress line more often than a person can see. */
const PROGRESS_STEPS = 200
/** How long a run may be silent on a pipe. */
const SILENCE_MS = 5000

/** What is shown while a run is under way. Its lines end with a line feed, except the one that is rewritten. */
export class LiveText {
  readonly #options: LiveOptions
  readonly #style: ConsoleStyle
  #onScreen = 0
  #step = -1
  #startedAt = 0
  #shownAt = 0
  #findings = 0
  readonly #waiting: string[] = []

  constructor(options: LiveOptions, style: ConsoleStyle) {
    this.#options = options
    this.#style = style
  }

  start(): void {
    this.#startedAt = this.#shownAt = this.#now
  }

  progress(event: Progress): string {
    const { mode, interactive } = this.#options
    if (mode === 'verbose') return `${this.#waitingLines()}${progressText(event, this.#style)}\n`
    if (mode === 'quiet') return ''
    if (!interactive) return this.#waitingLines() + this.#pipeLine(event)
    const next =
      event.total === undefined ? event.done : Math.floor((event.done / Math.max(event.total, 1)) * PROGRESS_STEPS)
    const lines = this.#waitingLines()
    if (next === this.#step && lines === '') return ''
    this.#step = next
    return lines + this.#rewrite(progressText(event, this.#style))
  }

  /** A finding is shown at once if the run takes long already; else the end comes soon enough. */
  finding(finding: SettledFinding): string {
    if (this.#options.mode === 'quiet' || this.#options.now === undefined) return ''
    this.#findings++
    this.#waiting.push(`… ${findingHeadline(finding, this.#style)}\n`)
    return this.#waitingLines()
  }

  /** Takes the line away that is rewritten. */
  clear(): string {
    return this.#onScreen > 0 ? this.#rewrite('') : ''
  }

  get #now(): number {
    return this.#options.now?.() ?? 0
  }

  #waitingLines(): string {
    if (this.#waiting.length === 0 || this.#now - this.#startedAt < SILENCE_MS) return ''
    return this.clear() + this.#waiting.splice(0).join('')
  }

  #pipeLine({ done, total }: Progress): string {
    if (this.#now - this.#shownAt < SILENCE_MS) return ''
    this.#shownAt = this.#now
    const findings = this.#findings === 0 ? '' : `, ${counted(this.#findings, 'finding')}`
    const requests = total === undefined ? counted(done, 'request') : `${grouped(done)} of ${counted(total, 'request')}`
    return `… ${requests}${findings}\n`
  }

  #rewrite(line: string): string {
    const rest = Math.max(this.#onScreen - columnsOf(line), 0)
    this.#onScreen = columnsOf(line)
    return `\r${line}${' '.repeat(rest)}${line === '' ? '\r' : ''}`
  }
}

function progressText(event: Progress, { columns }: ConsoleStyle): string {
  const total = event.total === undefined ? '' : grouped(event.total)
  const place = total === '' ? grouped(event.done) : `${padStart(grouped(event.done), total.length)}/${total}`
  // Leave the last column free: some terminals go to the next line as soon as it is written.
  return clip(`${place}  ${padEnd(String(event.status), 3)}  ${event.case}`, columns - 1)
}
