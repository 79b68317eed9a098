import { utf8Text } from './byte-text.ts'
import { unescapedViews, type View } from './unescaped.ts'

/** Shorter secrets would be found by chance in unrelated text. */
const SHORTEST_SECRET = 4
/** In other capitals and without blanks, shorter secrets would be found by chance. */
const SHORTEST_FOLDED = 8
/** Shorter beginnings and ends of a secret would be found by chance. */
const SHORTEST_FRAGMENT = 12
/** Words in camel case have fewer changes from lower to upper case. */
const LEAST_CAPITALS = 4
const BLANKS = /[\s:]+/g

export type Range = readonly [start: number, end: number]

/** The texts to look for: secrets in all codings that are not escapes. */
export class SecretNeedles {
  /** Found only as they are. */
  readonly #exact: readonly string[]
  /** In lower case and without blanks, to be found in any capitals and over several lines. */
  readonly #folded: readonly string[]
  /** Lists of bytes, to be found whole: a part of one may be a list of other numbers. */
  readonly #lists: readonly string[]

  constructor(secrets: readonly string[]) {
    const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET)
    const formsOf = (secret: string): string[] => [
      ...spellingsOf(secret),
      ...base64Of(utf8Text(secret)),
      ...base64Of(btoa(utf8Text(secret))),
    ]
    this.#exact = distinct(long.flatMap(formsOf)).filter(({ length }) => length >= SHORTEST_SECRET)
    this.#folded = distinct([
      ...long.filter((secret) => !isLikeWord(secret)).flatMap((secret) => formsOf(secret).map(folded)),
      ...long.map(hexOf),
    ]).filter(({ length }) => length >= SHORTEST_FOLDED)
    this.#lists = long.map(decimalsOf)
  }

  get isEmpty(): boolean {
    return this.#exact.length + this.#folded.length === 0
  }

  /** The ranges of secrets in a view, as positions in the original text. */
  rangesIn(view: View): Range[] {
    const ranges: Range[] = []
    for (const needle of this.#exact)
      for (const start of placesOf(needle, view.text)) ranges.push(view.inOriginal(start, start + needle.length))
    if (this.#folded.length === 0) return ranges
    const narrow = view.replaced(BLANKS, () => '')
    for (const needle of this.#lists)
      for (const start of placesOf(needle, narrow.text)) ranges.push(narrow.inOriginal(start, start + needle.length))
    const text = narrow.text.toLowerCase()
    for (const needle of this.#folded)
      for (const [start, end] of foldedRanges(needle, text)) ranges.push(narrow.inOriginal(start, end))
    return ranges
  }
}

/** Where a text has a needle, or a long beginning or end of it if the rest was cut off. */
function foldedRanges(needle: string, text: string): Range[] {
  const whole = placesOf(needle, text).map((start): Range => [start, start + needle.length])
  if (needle.length <= SHORTEST_FRAGMENT) return whole
  const beginnings = placesOf(needle.slice(0, SHORTEST_FRAGMENT), text).map((start): Range => {
    let length = SHORTEST_FRAGMENT
    while (length < needle.length && text[start + length] === needle[length]) length++
    return [start, start + length]
  })
  const endings = placesOf(needle.slice(-SHORTEST_FRAGMENT), text).map((start): Range => {
    const end = start + SHORTEST_FRAGMENT
    let length = SHORTEST_FRAGMENT
    while (length < needle.length && text[end - length - 1] === needle[needle.length - length - 1]) length++
    return [end - length, end]
  })
  return [...whole, ...beginnings, ...endings]
}

function placesOf(needle: string, text: string): number[] {
  const places: number[] = []
  for (let place = text.indexOf(needle); place >= 0; place = text.indexOf(needle, place + needle.length))
    places.push(place)
  return places
}

/** Whether a secret may stand in a text by chance, as words and names do: it has no digits and few capitals. */
const isLikeWord = (secret: string): boolean =>
  !(/\d/.test(secret) && /[A-Za-z]/.test(secret)) && (secret.match(/[a-z][A-Z]/g)?.length ?? 0) < LEAST_CAPITALS

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

const folded = (text: string): string => text.replace(BLANKS, '').toLowerCase()

/**
 * A secret as bytes. If it looks escaped itself, it is also listed with its escapes undone, as they are in the text that
 * is searched. Beyond ASCII it may also be in Latin-1, or in UTF-8 that was taken for Latin-1 and encoded again.
 */
function spellingsOf(secret: string): string[] {
  const bytes = utf8Text(secret)
  const spellings = /^[\0-\x7f]*$/.test(secret) ? [bytes] : [bytes, utf8Text(bytes)]
  const latin = /^[\0-\xff]*$/.test(secret) ? [secret] : []
  return [...spellings, ...latin].flatMap((spelling) => unescapedViews(spelling).map(({ text }) => text))
}

const hexOf = (secret: string): string =>
  Array.from(utf8Text(secret), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')

/** As Node writes a Buffer in JSON. */
const decimalsOf = (secret: string): string => Array.from(utf8Text(secret), (byte) => byte.charCodeAt(0)).join(',')

/** The base64 of bytes, and those middles of it that stay the same whatever stands before and after the bytes. */
function base64Of(bytes: string): string[] {
  const middles = [0, 1, 2].map((before) => {
    const text = btoa('\0'.repeat(before) + bytes)
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
  return [btoa(bytes), ...middles]
    .filter((text) => text.length >= SHORTEST_SECRET)
    .flatMap((text) => [text.replaceAll('+', ' '), text.replaceAll('+', '-').replaceAll('/', '_')])
}
