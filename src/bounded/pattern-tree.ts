/** What a regular expression of ECMA-262 asks for. Lengths are in characters as its flags count them. */
export type PatternTree = {
  readonly min: number
  readonly max: number
} /** One character: as it is written, and a sample of what it may be. */ & (
  | { readonly kind: 'points'; readonly points: readonly string[]; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[]; readonly group?: number }
  | { readonly kind: 'choice'; readonly branches: readonly PatternTree[]; readonly group?: number }
  | { readonly kind: 'repeat'; readonly part: PatternTree; readonly least: number; readonly most: number }
  /** The text that a group has taken, by its number. */
  | { readonly kind: 'again'; readonly group: number }
  | { readonly kind: 'start' | 'end' }
  /** The edge of a word, or no such edge. */
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'look'; readonly inner: PatternTree; readonly behind: boolean; readonly negated: boolean }
)

/** A sample of what a class may hold; what it names itself is looked at too. */
const POOL = [
  ...range(0x20, 0x7e),
  ...range(0xa1, 0xff),
  ...[0x09, 0x0a, 0x0d, 0x20ac, 0x3a9, 0x3c9, 0x416, 0x436, 0x5d0, 0x660, 0x661, 0x4e2d, 0x6587, 0x1f600, 0x1f601],
].map((point) => String.fromCodePoint(point))

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** Groups within groups. */
const DEEPEST = 50

/** Undefined if the pattern is no regular expression, or one that is written in a way that is not read here. */
export function patternTree(pattern: string, flags: string): PatternTree | undefined {
  const parser = new Parser(pattern, flags)
  try {
    return parser.parse()
  } catch (error) {
    // Of very many branches no list is passed on.
    if (error instanceof CannotRead || error instanceof RangeError) return undefined
    throw error
  }
}

/** An escape that takes more than one character, without its backslash. */
const ESCAPE = /^(?:u\{[\da-f]+\}|ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|p\{[^}]*\})/i

class CannotRead extends Error {}

class Parser {
  readonly #text: string
  readonly #flags: string
  #at = 0
  #groups = 0
  readonly #names = new Map<string, number>()

  constructor(text: string, flags: string) {
    this.#text = text
    this.#flags = flags
  }

  parse(): PatternTree {
    const tree = this.#choice(0)
    if (this.#at < this.#text.length) throw new CannotRead()
    return tree
  }

  #choice(depth: number, group?: number): PatternTree {
    if (depth > DEEPEST) throw new CannotRead()
    const branches = [this.#sequence(depth)]
    while (this.#take('|')) branches.push(this.#sequence(depth))
    const [only] = branches
    const numbered = group === undefined ? {} : { group }
    if (branches.length === 1 && only?.kind === 'sequence') return { ...only, ...numbered }
    const min = Math.min(...branches.map((branch) => branch.min))
    return { kind: 'choice', branches, ...numbered, min, max: Math.max(...branches.map((branch) => branch.max)) }
  }

  #sequence(depth: number): PatternTree {
    const parts: PatternTree[] = []
    while (this.#at < this.#text.length && !this.#sees('|') && !this.#sees(')')) parts.push(this.#repeated(depth))
    const sum = (of: 'min' | 'max') => parts.reduce((total, part) => total + part[of], 0)
    return { kind: 'sequence', parts, min: sum('min'), max: sum('max') }
  }

  #repeated(depth: number): PatternTree {
    const part = this.#atom(depth)
    const bounds = this.#quantifier()
    if (!bounds) return part
    const [least, most] = bounds
    return {
      kind: 'repeat',
      part,
      least,
      most,
      min: least * part.min,
      max: part.max === 0 || most === 0 ? 0 : most * part.max,
    }
  }

  #quantifier(): [least: number, most: number] | undefined {
    const match = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/.exec(this.#text.slice(this.#at, this.#at + 40))
    if (!match) return undefined
    this.#at += match[0].length
    const [sign] = match[0]
    if (sign === '*') return [0, Number.POSITIVE_INFINITY]
    if (sign === '+') return [1, Number.POSITIVE_INFINITY]
    if (sign === '?') return [0, 1]
    const least = Number(match[1])
    if (match[2] === undefined) return [least, least]
    return [least, match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3])]
  }

  #atom(depth: number): PatternTree {
    if (this.#take('^')) return { kind: 'start', min: 0, max: 0 }
    if (this.#take('$')) return { kind: 'end', min: 0, max: 0 }
    if (this.#take('(')) return this.#group(depth)
    const from = this.#at
    if (this.#take('[')) {
      // Within a class a backslash keeps the next character from ending it.
      while (!this.#sees(']')) {
        if (this.#at >= this.#text.length) throw new CannotRead()
        this.#at += this.#sees('\\') ? 2 : 1
      }
      this.#at++
      return this.#points(from)
    }
    if (!this.#take('\\')) {
      this.#at += (this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1
      return this.#points(from)
    }
    const rest = this.#text.slice(this.#at, this.#at + 80)
    if (/^[bB]/.test(rest)) {
      this.#at++
      return { kind: 'boundary', negated: rest.startsWith('B'), min: 0, max: 0 }
    }
    const again = /^(?:([1-9]\d?)|k<([^>]+)>)/.exec(rest)
    if (again) {
      this.#at += again[0].length
      const group = again[1] === undefined ? (this.#names.get(again[2] ?? '') ?? 0) : Number(again[1])
      return { kind: 'again', group, min: 0, max: 0 }
    }
    // Without `u` it may be the number of a character.
    if (/^0\d/.test(rest)) throw new CannotRead()
    this.#at += (ESCAPE.exec(rest)?.[0] ?? rest.slice(0, 1)).length
    return this.#points(from)
  }

  #group(depth: number): PatternTree {
    const opening = /^\?(?:[:=!]|<[=!]|<([^>]+)>)/.exec(this.#text.slice(this.#at, this.#at + 80))
    if (!opening && this.#sees('?')) throw new CannotRead()
    this.#at += opening?.[0].length ?? 0
    const looksAround = opening !== null && /[=!]$/.test(opening[0])
    const isNumbered = opening === null || opening[1] !== undefined
    const group = isNumbered ? ++this.#groups : undefined
    if (group !== undefined && opening?.[1] !== undefined) this.#names.set(opening[1], group)
    const inner = this.#choice(depth + 1, group)
    if (!this.#take(')')) throw new CannotRead()
    if (!looksAround) return inner
    const { 0: signs } = opening
    return { kind: 'look', inner, behind: signs.includes('<'), negated: signs.endsWith('!'), min: 0, max: 0 }
  }

  /** Which single characters what stands from `from` to here takes: the engine itself is asked. */
  #points(from: number): PatternTree {
    const source = this.#text.slice(from, this.#at)
    const key = `${this.#flags}/${source}`
    const points = KNOWN.get(key) ?? pointsOf(source, this.#flags)
    if (KNOWN.size < MOST_KNOWN) KNOWN.set(key, points)
    // With `u` it is a class that the sample has nothing of; without, it may be no single character at all, or half of one.
    const isSingle = this.#flags.includes('u') || (points.length > 0 && points.every((point) => point.length === 1))
    if (!isSingle) throw new CannotRead()
    return { kind: 'points', points, source, min: 1, max: 1 }
  }

  #sees = (character: string): boolean => this.#text[this.#at] === character

  #take(character: string): boolean {
    if (!this.#sees(character)) return false
    this.#at++
    return true
  }
}

const KNOWN = new Map<string, readonly string[]>()
const MOST_KNOWN = 1000

function pointsOf(source: string, flags: string): readonly string[] {
  let test: RegExp
  try {
    test = new RegExp(`^(?:${source})$`, flags)
  } catch {
    throw new CannotRead()
  }
  const named = [
    ...source,
    ...[...source.matchAll(/\\(?:u\{?|x)([\da-fA-F]{2,6})\}?/g)]
      .map((match) => Number.parseInt(match[1] ?? '0', 16))
      .filter((point) => point <= 0x10ffff)
      .map((point) => String.fromCodePoint(point)),
    ...['\0', '\t', '\v', '\f', '\u2028'],
  ]
  const matching = [...new Set([...POOL, ...named])].filter((point) => test.test(point))
  // Plain text comes first.
  const plain = matching.filter((point) => /^[\x20-\x7e]$/.test(point))
  return plain.length > 0 ? plain.concat(matching.filter((point) => !plain.includes(point)).slice(0, 20)) : matching
}
