import { inspect } from 'node:util'
import { type Json, parseJson, writeJson } from '../json/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput } from '../planning/cases/index.ts'
import { AnsweringMock } from './answering-mock.ts'
import type { ClientArguments, ClientCall } from './client-call.ts'
import type { Front, Handle } from './front.ts'
import type { CallOutcome, Observation } from './observation.ts'
import type { ServedAnswer } from './served-answers.ts'
import { shownData } from './shown-data.ts'
import { watchUnhandledRejections } from './unhandled-rejections.ts'

export interface CallRunnerOptions {
  readonly judge: OperationJudge
  readonly call: ClientCall
  readonly timeoutMs: number
  readonly read: ((result: unknown) => unknown) | undefined
  readonly signal: AbortSignal
  open(handle: Handle): Promise<Front>
}

/** Makes a client's calls, one after the other, each with an answer of its own. */
export class CallRunner {
  readonly #options: CallRunnerOptions
  readonly #rejections = watchUnhandledRejections()
  /** Of this front alone: what comes late to an earlier one belongs to no call any more. */
  #mock: AnsweringMock
  #front: Front

  private constructor(options: CallRunnerOptions) {
    this.#options = options
    this.#mock = mockFor(options.judge)
    this.#front = { baseUrl: '', close: async () => {} }
  }

  static async open(options: CallRunnerOptions): Promise<CallRunner> {
    const runner = new CallRunner(options)
    await runner.#reopen()
    return runner
  }

  get baseUrl(): string {
    return this.#front.baseUrl
  }

  whyUnseen(otherwise: string): string {
    return this.#mock.whyUnseen(otherwise)
  }

  async close(): Promise<void> {
    this.#rejections.stop()
    await this.#front.close()
  }

  async run(input: LegalInput, answer: ServedAnswer): Promise<Observation> {
    const { call, timeoutMs, signal: ended } = this.#options
    const requests = this.#mock.begin(this.#options.judge.operation.id, answer)
    this.#rejections.take()
    const stop = new AbortController()
    const result = new Promise((resolve) => resolve(call(argumentsOf(input), this.baseUrl, { signal: stop.signal })))
    const settled = result.then(
      (value) => ({ kind: 'returned' as const, value }),
      (value: unknown) => ({ kind: 'threw' as const, value }),
    )
    const first = await within(settled, timeoutMs, ended)
    // A turn, for what is rejected behind the call's back to be told.
    await new Promise((resolve) => setImmediate(resolve))
    const outcome: CallOutcome = first ? await this.#outcomeOf(first) : { kind: 'hung' }
    const unhandled = this.#rejections.take().map(errorText)
    if (!first) {
      stop.abort()
      await this.#reopen()
    }
    return { input, answer, requests, outcome, unhandled }
  }

  async #outcomeOf({ kind, value }: { kind: 'returned' | 'threw'; value: unknown }): Promise<CallOutcome> {
    const shown = (await within(shownData(value), this.#options.timeoutMs)) ?? (await shownData(undefined))
    if (kind === 'threw') return { kind, shown, text: errorText(value) }
    const { read } = this.#options
    const outcome = { kind, shown, text: preview(value), signature: signatureOf(value) }
    return read ? { ...outcome, read: await Promise.resolve(value).then(read) } : outcome
  }

  async #reopen(): Promise<void> {
    await this.#front.close()
    const mock = mockFor(this.#options.judge)
    this.#mock = mock
    this.#front = await this.#options.open((request) => mock.handle(request))
  }
}

const mockFor = ({ contract, operation }: OperationJudge): AnsweringMock =>
  new AnsweringMock(contract, (id) => id === operation.id)

/** What a promise gives; undefined if it takes longer, or if the run ends first. */
async function within<T>(promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T | undefined> {
  let over = (): void => {}
  const timedOut = new Promise<undefined>((resolve) => {
    const timer = setTimeout(resolve, ms, undefined)
    const end = (): void => resolve(undefined)
    signal?.addEventListener('abort', end)
    over = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
    }
  })
  try {
    return await Promise.race([promise, timedOut])
  } finally {
    over()
  }
}

export function argumentsOf({ parameters, body }: LegalInput): ClientArguments {
  const valuesIn = (place: string) =>
    Object.fromEntries(
      [...parameters].flatMap(([key, value]) =>
        key.startsWith(`${place}.`) ? [[key.slice(place.length + 1), copied(value)] as const] : [],
      ),
    )
  const querystring = valuesIn('querystring')
  // A client may change what it is given.
  return {
    path: valuesIn('path'),
    query: valuesIn('query'),
    header: valuesIn('header'),
    cookie: valuesIn('cookie'),
    ...(Object.keys(querystring).length > 0 && { querystring }),
    ...(body !== undefined && { body: copied(body) }),
  }
}

const LONGEST_TEXT = 300

/** What was thrown, in one line; it need not be an Error. */
export function errorText(error: unknown): string {
  try {
    if (error instanceof Error) return `${error.name}: ${error.message}`.slice(0, LONGEST_TEXT)
  } catch {
    // Then as anything else.
  }
  return preview(error)
}

/** A value in one line; runs nothing of the client's. */
export function preview(value: unknown): string {
  try {
    const options = { depth: 1, customInspect: false, showProxy: true, maxStringLength: 60, maxArrayLength: 3 }
    return inspect(value, { ...options, breakLength: Number.POSITIVE_INFINITY }).slice(0, LONGEST_TEXT)
  } catch {
    return 'a value that cannot be shown'
  }
}

/** What results of one kind have in common: names and truths, but no values. */
export function signatureOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  try {
    const entries = Object.keys(value).map((key): string => {
      const inner: unknown = Reflect.get(value, key)
      return typeof inner === 'boolean' ? `${key}=${inner}` : key
    })
    return `${Object.prototype.toString.call(value)} ${entries.sort().join(',')}`
  } catch {
    return 'object'
  }
}

/** Keeps `__proto__` an own property. */
function copied(value: Json): Json {
  return parseJson(writeJson(value))
}
