import { isNumber, type Json, type JsonNumber, jsonSize, negated, plus } from '../../json/index.ts'
import { SIZE_LIMITS } from './limits.ts'
import type { Shape } from './shape.ts'
import type { Edge } from './spot.ts'
import { AWKWARD_PARTS, astralText, awkwardText, isFreeText, plainText, textFor } from './text.ts'
import { numberBounds } from './view.ts'

type ScalarEdge = Pick<Edge, 'name' | 'like' | 'covers'> & { readonly value: Json }
type TextEdge = ScalarEdge & { readonly value: string }

/** Other texts, numbers or truths in the place of one; none takes more bytes as JSON than `most`. */
export function scalarEdges(shape: Shape, base: Json, most: number): ScalarEdge[] {
  if (typeof base === 'string') return textEdges(shape, most).filter(({ value }) => jsonSize(value, most) <= most)
  if (isNumber(base)) return numberEdges(shape).map(([name, value]) => ({ name, value }))
  return typeof base === 'boolean' ? [true, false].map((value) => ({ name: String(value), value })) : []
}

function textEdges(shape: Shape, most: number): TextEdge[] {
  const { minLength, maxLength } = shape
  const bounded = maxLength <= most
  if (!isFreeText(shape)) {
    const texts = [minLength, bounded ? maxLength : 12].map((length) => textFor(shape, length))
    return texts.flatMap((value, index) => (value === undefined ? [] : [{ name: `sample ${index + 1}`, value }]))
  }
  const textsAtLimits: TextEdge[] = []
  if (bounded && maxLength > SIZE_LIMITS.variedText)
    textsAtLimits.push({ name: 'maxLength', value: plainText(maxLength) })
  else if (bounded) {
    const short = astralText(Math.min(minLength + 1, maxLength))
    const longest = { name: 'maxLength', value: plainText(maxLength) }
    const value = astralText(maxLength)
    const like = [short, longest.value]
    textsAtLimits.push(longest, { name: 'maxLength, astral', value, like, covers: longest.name })
  }
  textsAtLimits.push({ name: 'minLength', value: plainText(minLength) })
  const isVaried = bounded && maxLength <= SIZE_LIMITS.variedText
  return [...textsAtLimits, ...awkwardEdges(shape, isVaried), ...prototypeEdges(shape)]
}

/** Awkward text and the length below the greatest go together: one edge fewer to send. */
function awkwardEdges({ minLength, maxLength }: Shape, bounded: boolean): TextEdge[] {
  const length = bounded ? Math.max(minLength, maxLength - 1) : Math.max(minLength, 60)
  if (length === 0) return []
  const fits = (part: string): boolean => part.length >= minLength && part.length <= maxLength
  const name = bounded ? 'maxLength − 1, awkward text' : 'awkward text'
  const plain: TextEdge = { name, value: awkwardText(length), like: AWKWARD_PARTS.filter(fits) }
  // A header has no spaces at its ends.
  const padded: TextEdge = {
    name: `${name} between spaces`,
    value: ` ${awkwardText(length - 2)} `,
    like: [...AWKWARD_PARTS, ' a', 'a '].filter(fits),
    covers: name,
  }
  return length < SHORTEST_PADDED ? [plain] : [plain, padded]
}

function prototypeEdges({ minLength, maxLength }: Shape): TextEdge[] {
  const value = '__proto__'.padEnd(minLength, '_')
  return value.length <= maxLength ? [{ name: 'a prototype name', value }] : []
}

/** A shorter text would have little but the spaces at its ends. */
const SHORTEST_PADDED = 8

function numberEdges(shape: Shape): [name: string, value: JsonNumber][] {
  const { min, max, step } = numberBounds(shape)
  const numbers: [string, JsonNumber][] = []
  const add = (name: string, value: JsonNumber) => {
    if (Number.isFinite(Number(value)) && value >= min && value <= max) numbers.push([name, value])
  }
  add('minimum', min)
  add('maximum', max)
  add('minimum + 1', plus(min, step ?? 1))
  add('maximum − 1', plus(max, negated(step ?? 1)))
  add('zero', 0)
  add('negative zero', -0)
  if (!shape.integral) add('fraction', step ?? 0.5)
  return numbers
}
