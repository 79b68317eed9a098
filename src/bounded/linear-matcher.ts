import { isAnchored } from './most-steps.ts'
import type { PatternTree } from './pattern-tree.ts'
import { spend } from './steps.ts'

/** More make no matcher: bounds within bounds multiply. */
const MOST_STATES = 20_000

type State =
  | { readonly kind: 'character'; readonly set: CharacterSet; readonly next: number }
  | { readonly kind: 'fork'; readonly nexts: number[] }
  | { readonly kind: 'assertion'; readonly holds: (walk: Walk, position: number) => boolean; readonly next: number }
  | { readonly kind: 'match' }

/** One text that is held against a pattern. */
interface Walk {
  /** Code points, or code units without the flag `u`. */
  readonly characters: Uint32Array
}

/**
 * Matches as ECMA-262 has it, in steps that grow with the text times the pattern: all ways are gone at once (Thompson's
 * construction). What a character is, V8 is asked. Back-references are not for it.
 */
export class LinearMatcher {
  readonly #states: State[] = []
  readonly #start: number
  readonly #isAnchored: boolean
  readonly #flags: string
  readonly #sets = new Map<string, CharacterSet>()

  /** Undefined for a pattern with back-references, or with too many states. */
  static of(tree: PatternTree, flags: string): LinearMatcher | undefined {
    try {
      return new LinearMatcher(tree, flags)
    } catch (error) {
      if (error instanceof CannotMatch) return undefined
      throw error
    }
  }

  private constructor(tree: PatternTree, flags: string) {
    this.#flags = flags
    this.#isAnchored = isAnchored(tree, 'start')
    this.#start = this.#compile(tree, this.#add({ kind: 'match' }), false)
  }

  test(text: string): boolean {
    const characters = charactersOf(text, this.#flags.includes('u'))
    spend(characters.length)
    return this.#run({ characters }, this.#start, { from: 0, step: 1, isAnchored: this.#isAnchored })
  }

  #add(state: State): number {
    if (this.#states.length >= MOST_STATES) throw new CannotMatch()
    return this.#states.push(state) - 1
  }

  /** The state from which a tree is matched, before `next`; from its end if it is walked backwards. */
  #compile(tree: PatternTree, next: number, backwards: boolean): number {
    switch (tree.kind) {
      case 'points':
        return this.#add({ kind: 'character', set: this.#set(tree.source), next })
      case 'start':
        return this.#add({ kind: 'assertion', holds: (_, position) => position === 0, next })
      case 'end':
        return this.#add({
          kind: 'assertion',
          holds: ({ characters }, position) => position === characters.length,
          next,
        })
      case 'boundary': {
        const { negated } = tree
        return this.#add({ kind: 'assertion', holds: (walk, at) => isWordEdge(walk, at) !== negated, next })
      }
      case 'look': {
        const { behind, negated } = tree
        const start = this.#compile(tree.inner, this.#add({ kind: 'match' }), behind)
        const step = behind ? -1 : 1
        const holds = (walk: Walk, from: number): boolean =>
          this.#run(walk, start, { from, step, isAnchored: true }) !== negated
        return this.#add({ kind: 'assertion', holds, next })
      }
      case 'choice':
        return this.#add({
          kind: 'fork',
          nexts: tree.branches.map((branch) => this.#compile(branch, next, backwards)),
        })
      case 'sequence': {
        const parts = backwards ? tree.parts : tree.parts.toReversed()
        return parts.reduce((after, part) => this.#compile(part, after, backwards), next)
      }
      case 'repeat':
        return this.#repeat(tree, next, backwards)
      case 'again':
        throw new CannotMatch()
    }
  }

  #repeat({ part, least, most }: PatternTree & { kind: 'repeat' }, next: number, backwards: boolean): number {
    // What takes no character holds again if it holds once.
    if (part.max === 0) return least === 0 ? next : this.#compile(part, next, backwards)
    let start = next
    if (most === Number.POSITIVE_INFINITY) {
      const nexts = [next]
      start = this.#add({ kind: 'fork', nexts })
      nexts.push(this.#compile(part, start, backwards))
    } else
      for (let optional = least; optional < most; optional++)
        start = this.#add({ kind: 'fork', nexts: [next, this.#compile(part, start, backwards)] })
    for (let demanded = 0; demanded < least; demanded++) start = this.#compile(part, start, backwards)
    return start
  }

  #set(source: string): CharacterSet {
    const set = this.#sets.get(source) ?? new CharacterSet(source, this.#flags)
    this.#sets.set(source, set)
    return set
  }

  #run(walk: Walk, start: number, { from, step, isAnchored }: Way): boolean {
    const { characters } = walk
    let current = new Threads(this.#states, walk)
    let following = new Threads(this.#states, walk)
    spend(this.#states.length >> 3)
    if (current.add(start, from)) return true
    for (let position = from; ; position += step) {
      const character = characters[step === 1 ? position : position - 1]
      if (character === undefined) return false
      if (isAnchored && current.size === 0) return false
      spend(1 + current.steps)
      following.clear()
      for (const state of current.characters())
        if (state.set.has(character) && following.add(state.next, position + step)) return true
      if (!isAnchored && following.add(start, position + step)) return true
      const next = following
      following = current
      current = next
    }
  }
}

interface Way {
  readonly from: number
  readonly step: 1 | -1
  /** Whether a match has to begin where the walk does. */
  readonly isAnchored: boolean
}

class CannotMatch extends Error {}

/** The states that are reached at one place of a text, each once. */
class Threads {
  readonly #states: readonly State[]
  readonly #walk: Walk
  readonly #seen: Uint32Array
  readonly #pending: number[] = []
  readonly #characters: (State & { kind: 'character' })[] = []
  /** What `#seen` holds for a state that was reached since `clear`. */
  #turn = 1
  /** States that were looked at since `clear`. */
  steps = 0

  constructor(states: readonly State[], walk: Walk) {
    this.#states = states
    this.#walk = walk
    this.#seen = new Uint32Array(states.length)
  }

  get size(): number {
    return this.#characters.length
  }

  characters(): readonly (State & { kind: 'character' })[] {
    return this.#characters
  }

  clear(): void {
    this.#turn++
    this.#characters.length = 0
    this.steps = 0
  }

  /** Adds a state and all that it leads to without a character. True if that is a match. */
  add(start: number, position: number): boolean {
    const pending = this.#pending
    pending.length = 0
    pending.push(start)
    for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
      if (this.#seen[index] === this.#turn) continue
      this.#seen[index] = this.#turn
      this.steps++
      const state = this.#states[index]
      if (state === undefined) continue
      if (state.kind === 'match') return true
      if (state.kind === 'character') this.#characters.push(state)
      else if (state.kind === 'fork') pending.push(...state.nexts)
      else if (state.holds(this.#walk, position)) pending.push(state.next)
    }
    return false
  }
}

/** Which characters something takes that is one character: V8 is asked, once for each. */
class CharacterSet {
  readonly #test: RegExp
  readonly #ascii = new Int8Array(128)
  readonly #others = new Map<number, boolean>()

  constructor(source: string, flags: string) {
    this.#test = new RegExp(`^(?:${source})$`, flags)
  }

  has(character: number): boolean {
    if (character >= 128) {
      const known = this.#others.get(character) ?? this.#test.test(String.fromCodePoint(character))
      if (this.#others.size < MOST_STATES) this.#others.set(character, known)
      return known
    }
    if (this.#ascii[character] === 0) this.#ascii[character] = this.#test.test(String.fromCodePoint(character)) ? 1 : -1
    return this.#ascii[character] === 1
  }
}

function charactersOf(text: string, byPoints: boolean): Uint32Array {
  const characters = new Uint32Array(text.length)
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const character = (byPoints ? text.codePointAt(at) : text.charCodeAt(at)) ?? 0
    characters[count++] = character
    if (character > 0xffff) at++
  }
  return characters.subarray(0, count)
}

function isWordEdge({ characters }: Walk, position: number): boolean {
  return isWordCharacter(characters[position - 1]) !== isWordCharacter(characters[position])
}

const isWordCharacter = (character: number | undefined): boolean =>
  character !== undefined && character < 128 && /\w/.test(String.fromCharCode(character))
