import { matchesPattern } from '../../bounded/index.ts'
import { codePointLength } from '../../json/index.ts'
import { isOfFormat } from '../../judging/messages/index.ts'
import type { Dice } from './dice.ts'
import { FORMAT_TEXTS } from './format-texts.ts'
import { SIZE_LIMITS, WORK_LIMITS } from './limits.ts'
import { patternLengths, patternText } from './pattern-texts.ts'
import { randomText } from './random-text.ts'
import type { Shape } from './shape.ts'
import { treeOf } from './tree-of.ts'

/** Without an upper bound, texts are at most this much longer than they must be. */
const USUAL = 2_000
/** So many characters of a text that has to be tried cost as much as a further attempt. */
const COSTLY = 1_000

/** Whether a text is one of a shape's. */
export function isTextOf({ minLength, maxLength, patterns, formats, ownFormats }: Shape, text: string): boolean {
  const length = codePointLength(text)
  return (
    length >= minLength &&
    length <= maxLength &&
    patterns.every((pattern) => matchesPattern(pattern, text)) &&
    formats.every((format) => isOfFormat(format, text, ownFormats))
  )
}

/**
 * Makes strings that fit a shape, the length first; each undefined if it is not found. Undefined if there can be none.
 */
export function texts(shape: Shape): ((dice: Dice, length?: number) => string | undefined) | undefined {
  const { patterns, formats, ownFormats } = shape
  const format = formats.map((name) => formatTexts(name, shape)).find(Boolean)
  const trees = patterns.flatMap((pattern) => treeOf(pattern) ?? [])
  const lengths = trees.map(patternLengths)
  const min = Math.max(shape.minLength, ...lengths.map((pattern) => pattern.min))
  const most = Math.min(shape.maxLength, ...lengths.map((pattern) => pattern.max))
  if (min > most) return undefined
  const max = Math.min(most, Number.isFinite(most) ? Math.max(min, SIZE_LIMITS.randomText) : min + USUAL)
  // Beyond what a document bounds, far texts are seldom of use.
  const far = Number.isFinite(most) ? max : Math.min(max, min + 60)
  const drawnLength = (dice: Dice): number => (dice.hasRoom ? dice.length(min, 20, far) : min)
  if (patterns.length === 0 && format === undefined && formats.every((name) => isOfFormat(name, '\u0000', ownFormats)))
    return (dice, length) => randomText(dice, length ?? drawnLength(dice))
  const examples = shape.examples.filter((value) => typeof value === 'string').filter((text) => isTextOf(shape, text))
  const attempt = (dice: Dice, length: number): string => {
    if (format !== undefined && (trees.length === 0 || dice.integer(0, 1) === 0)) return format(dice)
    return trees.length === 0 ? randomText(dice, length) : patternText(dice.pick(trees), dice, length)
  }
  return (dice, length) => {
    for (let count = 0; count < WORK_LIMITS.textAttempts && dice.left > 0; count++, dice.left--) {
      const text = attempt(dice, length ?? drawnLength(dice))
      // A long one costs more.
      dice.left -= Math.floor(text.length / COSTLY)
      if (isTextOf(shape, text)) return text
    }
    // If no text of the pattern can be made, the document's own examples still serve.
    return examples.length > 0 ? dice.pick(examples) : undefined
  }
}

/** What makes texts of a format; undefined if nothing does. */
function formatTexts(name: string, { ownFormats }: Shape): ((dice: Dice) => string) | undefined {
  const own = ownFormats?.get(name)
  if (own) return own.texts.length > 0 ? (dice) => dice.pick(own.texts) : undefined
  return Object.hasOwn(FORMAT_TEXTS, name) ? FORMAT_TEXTS[name] : undefined
}
