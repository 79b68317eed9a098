/** What a result or an error shows to whoever looks through it. */
export interface ShownData {
  /** Whether a text is shown: as a value, within another text, or as JSON has it. */
  hasText(text: string): boolean
  hasExactText(text: string): boolean
  hasNumber(number: number): boolean
  /** Whether a moment is shown, in milliseconds since 1970: as a Date, a number, or another way to write it. */
  hasTime(time: number): boolean
  /** The objects closest to the top first. */
  readonly objects: readonly object[]
}

/** A hostile result must not keep the run busy. */
const MOST_VALUES = 50_000
const MOST_CHARACTERS = 32 * 2 ** 20
/** Objects that may be the body in another guise. */
const MOST_OBJECTS = 64
/** Levels of a result that are looked through, and so levels of a body that it can show. */
export const DEEPEST_SHOWN = 64

/** What no getter of a client's own is behind. */
const BUILT_IN: ReadonlySet<unknown> = new Set([
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Error.prototype,
  Map.prototype,
  Set.prototype,
  Date.prototype,
  Promise.prototype,
  RegExp.prototype,
])

/** Looks through own and inherited properties, causes, maps, sets, buffers and Responses; never throws. */
export async function shownData(root: unknown): Promise<ShownData> {
  const texts: string[] = []
  const exact = new Set<string>()
  const numbers = new Set<number>()
  const times = new Set<number>()
  const objects: object[] = []
  const seen = new Set<object>()
  let characters = 0
  let count = 0
  const addText = (text: string): void => {
    if (exact.has(text) || characters + text.length > MOST_CHARACTERS) return
    characters += text.length
    exact.add(text)
    texts.push(text)
  }
  let level: unknown[] = [root]
  for (let depth = 0; depth <= DEEPEST_SHOWN && level.length > 0; depth++) {
    const next: unknown[] = []
    for (const value of level) {
      if (++count > MOST_VALUES) break
      if (typeof value === 'string') addText(value)
      else if (typeof value === 'number') numbers.add(value)
      else if (typeof value === 'bigint' || typeof value === 'symbol') addText(String(value))
      else if (value !== null && (typeof value === 'object' || typeof value === 'function') && !seen.has(value)) {
        seen.add(value)
        if (objects.length < MOST_OBJECTS && typeof value === 'object') objects.push(value)
        const time = timeOf(value)
        if (time !== undefined) times.add(time)
        const readable = attempt(() => (isReadable(value) ? value : undefined))
        if (readable) addText((await textOf(readable)) ?? '')
        if (!readable || readable instanceof Response) next.push(...innerOf(value, addText))
      }
    }
    level = next
  }
  const joined = texts.join('\u0000')
  let moments: ReadonlySet<number> | undefined
  return {
    objects,
    hasExactText: (text) => exact.has(text),
    hasText: (text) => exact.has(text) || joined.includes(text) || joined.includes(JSON.stringify(text).slice(1, -1)),
    hasNumber: (number) => numbers.has(number) || joined.includes(String(number)),
    hasTime(time) {
      moments ??= new Set(texts.slice(0, 1000).flatMap(momentOf))
      return times.has(time) || numbers.has(time) || numbers.has(time / 1000) || moments.has(time)
    },
  }
}

const momentOf = (text: string): number[] => {
  const time = text.length <= 64 && /\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? [] : [time]
}

/** Dates of every library are turned into numbers alike. */
function timeOf(value: object): number | undefined {
  const time = attempt(() => (value instanceof Date ? value.getTime() : epochOf(value)))
  return typeof time === 'number' && Number.isFinite(time) ? time : undefined
}

function epochOf(value: object): unknown {
  if ('epochMilliseconds' in value) return value.epochMilliseconds
  return 'toISOString' in value && typeof value.toISOString === 'function'
    ? Date.parse(String(value.toISOString()))
    : undefined
}

/** What holds text that no property shows. */
const isReadable = (value: object): value is Response | Blob | ArrayBuffer | ArrayBufferView =>
  value instanceof Response || value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)

/** The text in it. The body of a Response counts only if nobody has read it yet. */
async function textOf(value: Response | Blob | ArrayBuffer | ArrayBufferView): Promise<string | undefined> {
  try {
    if (value instanceof Response) return value.bodyUsed ? undefined : await value.clone().text()
    if (value instanceof Blob) return await value.text()
    const bytes =
      value instanceof ArrayBuffer ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}

function innerOf(value: object, addText: (text: string) => void): unknown[] {
  const inner: unknown[] = []
  attempt(() => {
    if (value instanceof Map || value instanceof Set) inner.push(...[...value].flat().slice(0, MOST_VALUES))
  })
  const keys = attempt(() => Reflect.ownKeys(value)) ?? []
  for (const key of keys.slice(0, MOST_VALUES)) {
    if (typeof key === 'string' && !Array.isArray(value)) addText(key)
    // A stack repeats the message, and its places show nothing.
    if (key !== 'stack') inner.push(attempt(() => Reflect.get(value, key)))
  }
  inner.push(...(attempt(() => inheritedOf(value)) ?? []))
  return inner
}

function inheritedOf(value: object): unknown[] {
  const inner: unknown[] = []
  let prototype: unknown = Object.getPrototypeOf(value)
  for (let step = 0; step < 8 && typeof prototype === 'object' && prototype !== null; step++) {
    if (BUILT_IN.has(prototype)) break
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (get && key !== '__proto__') inner.push(attempt(() => Reflect.get(value, key)))
    prototype = Object.getPrototypeOf(prototype)
  }
  // Values behind methods show if the object can be written as JSON or as text.
  for (const name of ['toJSON', 'toString'] as const) {
    const method: unknown = Reflect.get(value, name)
    // The text of a function is its source.
    if (typeof method === 'function' && typeof value !== 'function' && method !== Object.prototype.toString)
      inner.push(attempt((): unknown => Reflect.apply(method, value, [])))
  }
  return inner
}

/** What a client's own code gives; nothing if it throws. */
function attempt<T>(get: () => T): T | undefined {
  try {
    return get()
  } catch {
    return undefined
  }
}
